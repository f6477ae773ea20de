import type { FlowNode } from '../model/process-definition.js';
import type { Reaction } from './reactions.js';

/** The events on the border of an activity are transitions out of it, or past it when they do not interrupt (BPMN 2.0.2, 13.5.3). */
export function boundary(node: FlowNode): Reaction[] {
  return node.boundaryEvents.map((event) => {
    const occur = { type: 'occur', params: { node: event.id } } as const;
    return {
      event,
      transition: event.interrupting
        ? { target: '#:gone', actions: [{ type: 'terminate' }, occur] }
        : { actions: [occur] },
    };
  });
}

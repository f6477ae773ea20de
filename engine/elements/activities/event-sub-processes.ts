import type { Instruction } from '../../model/instruction.js';
import type { EventNode, FlowNode, ScopeNode } from '../../model/process-definition.js';
import { occurred } from '../awaiting.js';
import type { Reaction } from '../reactions.js';

/** The event sub-processes of a scope are transitions of that scope: into them instead of, or beside, what is going on (BPMN 2.0.2, 13.3.4). One that interrupts ends what the scope itself waits for, too (`waits`). */
export function eventSubProcesses({ scope }: ScopeNode, waits: readonly string[] = []): Reaction[] {
  const events = [...startsOfHandlers(scope.nodes).map(({ id }) => occurred(id)), ...waits];
  return scope.nodes.filter(isEventSubProcess).flatMap((handler) =>
    handler.scope.nodes.filter(isStartEvent).map((event) => {
      const occur: Instruction = { type: 'occur', params: { node: handler.id, start: event.id } };
      return {
        event,
        transition: event.interrupting
          ? {
              target: 'interrupted',
              actions: [{ type: 'terminate-children' }, { type: 'disarm', params: { events } }, occur],
            }
          : { actions: [occur] },
      };
    }),
  );
}

function startsOfHandlers(nodes: readonly FlowNode[]): EventNode[] {
  return nodes.filter(isEventSubProcess).flatMap(({ scope }) => scope.nodes.filter(isStartEvent));
}

function isEventSubProcess(node: object): node is ScopeNode {
  return 'triggeredByEvent' in node && node.triggeredByEvent === true;
}

function isStartEvent(node: { type: string }): node is EventNode {
  return node.type === 'bpmn:StartEvent';
}

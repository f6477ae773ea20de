import type { ScopeNode } from '../../model/process-definition.js';
import { element } from '../element.js';
import { activity, ending } from '../lifecycle.js';
import { waiting } from '../phases.js';
import type { State } from '../state.js';
import { eventSubProcesses } from './event-sub-processes.js';

/**
 * A scope of its own among the elements of another (BPMN 2.0.2, 10.3.5), an event sub-process, or the process itself:
 * over when nothing moves inside it any more.
 */
export const subProcess = element<ScopeNode>({
  validate: ({ scope, triggeredByEvent }) => {
    const starts = scope.nodes.filter(({ type }) => type === 'bpmn:StartEvent').length;
    if (starts === 1 || (starts === 0 && !triggeredByEvent)) return [];
    return [{ code: 'sub-process-start-events', detail: { count: String(starts) } }];
  },
  compile: (node) => activity(node, scopeWork(node)),
});

/** An interrupting event sub-process has taken over. */
export function interrupted(node: ScopeNode): State {
  return waiting('interrupted', [], { 'scope-done': ending(node).after([]) });
}

/** Completed long ago, and back because what was done inside is being undone (see `instructions/compensation.ts`). */
export const compensating: State = {
  on: {
    handled: [{ actions: [{ type: 'compensate-next' }] }],
    compensated: [{ target: '#:gone', actions: [{ type: 'discard' }] }],
  },
};

/** Tokens move inside until none is left; an interrupting event sub-process takes over once, then only the border reacts. */
export function scopeWork(node: ScopeNode) {
  return {
    begin: [{ type: 'enter-scope', params: { scope: node.id } }],
    until: { 'scope-done': [] },
    reactions: eventSubProcesses(node),
    phases: { interrupted: interrupted(node), compensating },
  } as const;
}

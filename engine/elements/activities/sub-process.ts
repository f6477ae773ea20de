import type { ScopeNode } from '../../model/process-definition.js';
import { element } from '../element.js';
import { activity, ending, waiting } from '../lifecycle.js';
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

/** Tokens move inside until none is left; an interrupting event sub-process takes over once, then only the border reacts. */
export function scopeWork(node: ScopeNode) {
  return {
    begin: [{ type: 'enter-scope', params: { scope: node.id } }],
    until: { 'scope-done': [] },
    reactions: eventSubProcesses(node),
    phases: { interrupted: waiting('interrupted', [], { 'scope-done': ending(node).after([]) }) },
  } as const;
}

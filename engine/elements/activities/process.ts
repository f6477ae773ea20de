import type { ProcessDefinition } from '../../model/process-definition.js';
import { element } from '../element.js';
import { activity } from '../lifecycle.js';
import { scopeWork } from './sub-process.js';

/** The process itself, the one element of the outermost machine. */
export const process = element<ProcessDefinition>({
  validate: ({ scope }) => {
    const starts = scope.nodes.filter((node) => node.type === 'bpmn:StartEvent' && 'definitions' in node);
    const none = starts.filter((node) => (node as { definitions?: unknown[] }).definitions?.length === 0);
    if (scope.nodes.length === 0) return [{ code: 'process-empty' }];
    return none.length > 1 ? [{ code: 'process-start-events', detail: { count: String(none.length) } }] : [];
  },
  compile: (node) => activity(node, scopeWork(node)),
});

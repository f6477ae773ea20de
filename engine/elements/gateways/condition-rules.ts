import type { FlowNode } from '../../model/process-definition.js';
import type { Problem } from '../element.js';

/** A gateway that chooses needs a condition on each flow but the default one. */
export function conditionRules(node: FlowNode): Problem[] {
  if (node.outgoing.length < 2) return [];
  return node.outgoing
    .filter(({ id, condition }) => condition === undefined && id !== node.defaultFlow)
    .map(({ id }) => ({ code: 'flow-without-condition', detail: { flow: id } }));
}

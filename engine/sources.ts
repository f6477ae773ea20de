import type { FlowNode, SequenceFlow } from './model/process-definition.js';

/** Walks back from a flow: where a token may stand that can still come along it without passing the node it leads to. */
export function sourcesOf(
  nodes: readonly FlowNode[],
  flows: readonly SequenceFlow[],
  flow: string,
): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const last = flows.find(({ id }) => id === flow)!;
  const found = new Set<string>();
  const pending = [last.source];
  while (pending.length > 0) {
    const id = pending.pop()!;
    if (found.has(id) || id === last.target) continue;
    found.add(id);
    const node = byId.get(id);
    if (!node) continue;
    for (const incoming of node.incoming) {
      found.add(`-${incoming.id}`);
      pending.push(incoming.source);
    }
    // A token in an activity can leave by the events on its border, one at a link throw by its catch.
    const { attachedTo, linkSources = [] } = node as { attachedTo?: string; linkSources?: readonly string[] };
    if (attachedTo !== undefined) pending.push(attachedTo);
    pending.push(...linkSources);
  }
  return found;
}

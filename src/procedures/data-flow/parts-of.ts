import type { FlowNode, Scope, SequenceFlow } from '#engine';

/** The nodes of a scope and of the scopes in it. */
export function nodesIn({ nodes }: Scope): FlowNode[] {
  return nodes.flatMap((node) => [node, ...('scope' in node ? nodesIn(node.scope as Scope) : [])]);
}

/** The flows of a scope and of the scopes in it. */
export function flowsIn({ nodes, flows }: Scope): SequenceFlow[] {
  return [...flows, ...nodes.flatMap((node) => ('scope' in node ? flowsIn(node.scope as Scope) : []))];
}

import type { Problem } from '../elements/element.js';
import type { EventNode, FlowNode, ScopeNode } from '../model/process-definition.js';

/** A rule that a part of a scope breaks. */
export interface Finding extends Problem {
  /** The node or flow it is about. */
  readonly at: { readonly id: string; readonly name?: string };
}

/** What must hold between the nodes of one scope; what a node must be by itself is said by its element. */
export type ScopeRule = (scope: ScopeNode) => readonly Finding[];

/** The types of the definitions of an event, none for any other node. */
export function definitionTypes(node: FlowNode): readonly string[] {
  return ((node as Partial<EventNode>).definitions ?? []).map(({ type }) => type);
}

export function isLink(node: FlowNode): boolean {
  return definitionTypes(node).includes('bpmn:LinkEventDefinition');
}

/** Sub-processes that an event starts stand beside the flow. */
export function isEventSubProcess(node: FlowNode): node is ScopeNode {
  return (node as Partial<ScopeNode>).triggeredByEvent === true;
}

/** A message starts the process at this task or gateway. */
export function instantiates(node: FlowNode): boolean {
  return (node as { instantiate?: boolean }).instantiate === true;
}

/** Activities that undo others: marked so, or linked to a compensation event. */
export function compensationHandlers(nodes: readonly FlowNode[]): ReadonlySet<string> {
  const linked = nodes.flatMap((node) => (node as { handler?: string }).handler ?? []);
  return new Set([...linked, ...nodes.filter(({ isForCompensation }) => isForCompensation).map(({ id }) => id)]);
}

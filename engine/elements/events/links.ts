import type { EventNode, FlowNode } from '../../model/process-definition.js';
import type { Problem } from '../element.js';

/** An event that ends or begins at a link knows its counterparts. */
export interface Linked extends EventNode {
  /** On a throw event: the catch event it leads to. */
  readonly linkTarget?: string;
  /** On a catch event: the throw events that lead to it (several may, corner 32). */
  readonly linkSources?: readonly string[];
}

export function linkOf(node: FlowNode): string | undefined {
  const { definitions = [] } = node as Partial<EventNode>;
  return definitions.map((definition) => (definition as { link?: string }).link).find((link) => link !== undefined);
}

/** Finds the counterparts by the name of the link. */
export function resolveLinks(node: EventNode, siblings: readonly FlowNode[]): Partial<Linked> {
  const link = linkOf(node);
  if (link === undefined) return {};
  const others = siblings.filter((other) => other.type !== node.type && linkOf(other) === link).map(({ id }) => id);
  if (node.type === 'bpmn:IntermediateCatchEvent') return { linkSources: others };
  return others[0] === undefined ? {} : { linkTarget: others[0] };
}

export function linkProblems(node: Linked): Problem[] {
  const link = linkOf(node);
  if (link === undefined) return [];
  const missing = node.linkTarget === undefined && (node.linkSources ?? []).length === 0;
  return missing ? [{ code: 'link-without-counterpart', detail: { link } }] : [];
}

import type { JoinRule } from '../model/instruction.js';
import type { FlowNode } from '../model/process-definition.js';
import type { State } from './state.js';
import type { Xml } from './xml.js';

/** A rule that a node breaks: a code of `diagnostics.ts` and what its sentence needs. */
export interface Problem {
  readonly code: string;
  /** Fills the `{placeholders}` of the sentence. */
  readonly detail?: { readonly [name: string]: string };
}

/** What an element's own `read` adds to the common part of a node. */
export type Own<Node extends FlowNode> = Omit<Node, keyof FlowNode>;

/** Everything the engine knows about one BPMN element; `index.ts` lists them. */
export interface Element<Node extends FlowNode = FlowNode> {
  /** XML -> the attributes that only this element has. */
  readonly read?: (xml: Xml) => Own<Node>;
  /** What it must know of the other nodes of its scope, once all are read. */
  readonly resolve?: (node: Node, siblings: readonly FlowNode[]) => Partial<Node>;
  /** Rules that the XML schema does not state. */
  readonly validate?: (node: Node) => readonly Problem[];
  /** Tokens on its incoming flows wait for each other. */
  readonly joins?: (node: Node) => JoinRule | undefined;
  /** Texts that may be FEEL, checked at deployment. */
  readonly expressions?: (node: Node) => readonly (string | undefined)[];
  /** Its state in the machine of the scope it stands in. */
  readonly compile: (node: Node) => State;
}

/** An element whose node type is forgotten, so that one table can hold them all. */
export function element<Node extends FlowNode>(own: Element<Node>): Element {
  // The one cast of the table: `read` makes exactly the nodes that `validate` and `compile` receive.
  return own as unknown as Element;
}

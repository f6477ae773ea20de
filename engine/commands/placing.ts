import { addToken, type Draft, tell, type Token } from '../instructions/draft.js';
import { setLocal } from '../instructions/variables.js';
import type { Activation } from '../model/command.js';
import type { Rejection } from '../model/effect.js';
import type { ScopeNode } from '../model/process-definition.js';

type Doomed = ReadonlySet<Token>;

/** Why an element cannot be activated by hand, if it cannot. */
export function whyNot(
  draft: Draft,
  { element, scope, scoped = {} }: Activation,
  doomed: Doomed,
): Rejection | undefined {
  const node = draft.process.nodes.get(element);
  if (!node || node === draft.process.definition) {
    return { code: 'no-such-element', message: `Expected an element '${element}' in the process, but there is none.` };
  }
  const around = scopeOf(draft.process.definition, element)!;
  const scopes = scopesAround(draft.process.definition, element);
  const strange = Object.keys(scoped).find((id) => id !== element && !scopes.includes(id));
  if (strange !== undefined) {
    const message = `Expected variables for '${element}' or a scope around it, but found some for '${strange}'.`;
    return { code: 'no-such-element', message };
  }
  if (scope !== undefined && !isOpen(draft.tokens.get(scope), around, doomed)) {
    const message = `Expected an active instance '${scope}' of '${around.id}' to activate '${element}' in, but there is none.`;
    return { code: 'no-such-element-instance', message };
  }
  const repeated = scope === undefined ? repeatedAround(draft, element, doomed) : undefined;
  if (repeated === undefined) return undefined;
  const message = `Expected an active instance of '${repeated}' to activate '${element}' in, but it is repeated and none is active.`;
  return { code: 'element-not-activatable', message };
}

/** Puts a token into an element, as if a flow or an event had brought it there. */
export function place(draft: Draft, { element, scope, variables, scoped = {} }: Activation, doomed: Doomed): void {
  const parent = scope === undefined ? enclosing(draft, element, doomed) : draft.tokens.get(scope)!;
  setLocal(parent, variables);
  const node = draft.process.nodes.get(element)!;
  // An event sub-process begins with its event.
  const start = isHandler(node) ? node.scope.nodes.find(({ type }) => type === 'bpmn:StartEvent')?.id : undefined;
  const way = start === undefined ? { type: `+${element}` } : { type: element, start };
  const token = addToken(draft, node, parent);
  for (const [id, own] of Object.entries(scoped)) setLocal(tokenAround(token, id), own);
  tell(draft, token, way);
}

/** The token itself, or the nearest one around it that stands in that element. */
function tokenAround(token: Token, element: string): Token {
  return token.node.id === element || !token.parent ? token : tokenAround(token.parent, element);
}

/** Ids of the scopes in which an element stands, the process last. */
function scopesAround(process: ScopeNode, element: string): string[] {
  const around = scopeOf(process, element);
  return around ? [around.id, ...scopesAround(process, around.id)] : [];
}

/** The active scope around an element; else a new one, entered without its start event, in the scope around that. */
function enclosing(draft: Draft, element: string, doomed: Doomed): Token {
  const around = scopeOf(draft.process.definition, element)!;
  const active = activeOf(draft, around, doomed);
  if (active) return active;
  const token = addToken(draft, draft.process.nodes.get(around.id)!, enclosing(draft, around.id, doomed));
  token.scope = draft.process.scopes.get(around.id);
  tell(draft, token, { type: `+${around.id}` });
  return token;
}

/** A repeated activity without an active instance, among those that would have to be entered: which item would it be? */
function repeatedAround(draft: Draft, element: string, doomed: Doomed): string | undefined {
  const around = scopeOf(draft.process.definition, element)!;
  if (around === draft.process.definition || activeOf(draft, around, doomed)) return undefined;
  return around.loop ? around.id : repeatedAround(draft, around.id, doomed);
}

function activeOf(draft: Draft, around: ScopeNode, doomed: Doomed): Token | undefined {
  return [...draft.tokens.values()].find((token) => isOpen(token, around, doomed));
}

function isOpen(token: Token | undefined, around: ScopeNode, doomed: Doomed): boolean {
  if (token?.node.id !== around.id || token.scope?.id !== around.id) return false;
  for (let above: Token | undefined = token; above; above = above.parent) if (doomed.has(above)) return false;
  return true;
}

function scopeOf(scope: ScopeNode, element: string): ScopeNode | undefined {
  if (scope.scope.nodes.some(({ id }) => id === element)) return scope;
  for (const node of scope.scope.nodes) {
    const found = 'scope' in node ? scopeOf(node as ScopeNode, element) : undefined;
    if (found) return found;
  }
  return undefined;
}

function isHandler(node: object): node is ScopeNode {
  return (node as Partial<ScopeNode>).triggeredByEvent === true;
}

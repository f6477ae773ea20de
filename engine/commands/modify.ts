import { addToken, type Draft, tell, type Token } from '../instructions/draft.js';
import { isEmpty } from '../instructions/joins.js';
import { terminateToken } from '../instructions/termination.js';
import { setLocal } from '../instructions/variables.js';
import type { Activation } from '../model/command.js';
import type { Rejection } from '../model/effect.js';
import type { ScopeNode } from '../model/process-definition.js';
import type { Apply } from './command.js';

/** Terminates element instances and activates elements; to move a token is to do both. */
export const modify: Apply<'modify'> = (draft, { activate = [], terminate = [] }) => {
  const missing = terminate.find((id) => !draft.tokens.get(id)?.parent);
  if (missing !== undefined) {
    const message = `Expected an active element instance '${missing}', but there is none.`;
    return { code: 'no-such-element-instance', message };
  }
  const problem = activate.map(({ element }) => whyNot(draft, element)).find((one) => one);
  if (problem) return problem;
  // The new tokens come first, so that a scope whose last token moves does not complete in between.
  const doomed = terminate.map((id) => draft.tokens.get(id)!);
  for (const activation of activate) place(draft, activation, doomed);
  for (const token of doomed) {
    if (token.alive) terminateToken(draft, token);
    if (token.parent?.alive && isEmpty(token.parent)) tell(draft, token.parent, { type: 'scope-done' });
  }
};

function whyNot(draft: Draft, element: string): Rejection | undefined {
  const node = draft.process.nodes.get(element);
  if (!node || node === draft.process.definition) {
    return { code: 'no-such-element', message: `Expected an element '${element}' in the process, but there is none.` };
  }
  if (node.type !== 'bpmn:StartEvent' && node.type !== 'bpmn:BoundaryEvent') return undefined;
  const message = `Expected an activity, a gateway or an event in the flow, but '${element}' is none.`;
  return { code: 'element-not-activatable', message };
}

function place(draft: Draft, { element, scope, variables }: Activation, doomed: readonly Token[]): void {
  const chosen = scope === undefined ? undefined : draft.tokens.get(scope);
  const parent = chosen ?? enclosing(draft, element, doomed);
  setLocal(parent, variables);
  tell(draft, addToken(draft, draft.process.nodes.get(element)!, parent), { type: `+${element}` });
}

/** The active scope around an element; else a new one, entered without its start event, in the scope around that. */
function enclosing(draft: Draft, element: string, doomed: readonly Token[]): Token {
  const around = scopeOf(draft.process.definition, element)!;
  const isActive = ({ node, scope }: Token) => node.id === around.id && scope?.id === around.id;
  const active = [...draft.tokens.values()].find((token) => isActive(token) && !doomed.includes(token));
  if (active) return active;
  const token = addToken(draft, draft.process.nodes.get(around.id)!, enclosing(draft, around.id, doomed));
  token.scope = draft.process.scopes.get(around.id);
  tell(draft, token, { type: `+${around.id}` });
  return token;
}

function scopeOf(scope: ScopeNode, element: string): ScopeNode | undefined {
  if (scope.scope.nodes.some(({ id }) => id === element)) return scope;
  for (const node of scope.scope.nodes) {
    const found = 'scope' in node ? scopeOf(node as ScopeNode, element) : undefined;
    if (found) return found;
  }
  return undefined;
}

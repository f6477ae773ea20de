import { type Draft, type Execute, record, removeToken, type Token } from './draft.js';

/** The element and everything inside it ends, the innermost first. */
export const terminate: Execute<'terminate'> = (draft, token) => terminateToken(draft, token);

export function terminateToken(draft: Draft, token: Token): void {
  for (const child of [...token.children].reverse()) terminateToken(draft, child);
  removeToken(draft, token);
  // A token that had not entered yet never was in the trace.
  if (token.at !== '-') record(draft, token, 'terminated');
}

/** Everything ends: the case was cancelled, or an error left it. */
export function terminateInstance(draft: Draft): void {
  const [root] = draft.tokens.values();
  if (!root) return;
  draft.result = root.variables ?? {};
  terminateToken(draft, root);
  draft.status = 'terminated';
  draft.effects.push({ type: 'terminate-process-instance' });
}

/** Also tokens that wait at joins. */
export const terminateChildren: Execute<'terminate-children'> = (draft, token) => terminateInside(draft, token);

export function terminateInside(draft: Draft, token: Token): void {
  for (const child of [...token.children].reverse()) terminateToken(draft, child);
  token.arrivals = undefined;
}

/** A terminate end event: everything else in its scope ends; the scope then completes with its last token (corner 18). */
export const terminateScope: Execute<'terminate-scope'> = (draft, token) => {
  const scope = token.parent;
  if (!scope) return;
  for (const other of [...scope.children].reverse()) if (other !== token) terminateToken(draft, other);
  scope.arrivals = undefined;
};

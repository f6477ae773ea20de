import type { Effect } from '../model/effect.js';
import { mustBeHeard } from './cancelling.js';
import {
  closeIncidents,
  closeWaits,
  type Draft,
  type Execute,
  record,
  removeToken,
  tell,
  type Token,
} from './draft.js';
import { hold, letGo } from './holding.js';
import { isEmpty } from './joins.js';

/** The element and everything inside it ends, the innermost first. */
export const terminate: Execute<'terminate'> = (draft, token) => unlessHeld(terminateToken(draft, token));

/** False while somebody has still to be told that a task inside is cancelled: until then what is around it stays, without life. */
export function terminateToken(draft: Draft, token: Token): boolean {
  const isBare = terminateInside(draft, token);
  letGo(draft, token);
  if (mustBeHeard(draft, token)) return false;
  if (!isBare) {
    quiet(draft, token);
    return false;
  }
  removeToken(draft, token);
  // A token that had not entered yet never was in the trace.
  if (token.at !== '-') record(draft, token, 'terminated');
  return true;
}

/** Everything ends: the case was cancelled, or an error left it, of which the caller is `told`. */
export function terminateInstance(draft: Draft, told?: Effect): void {
  const [root] = draft.tokens.values();
  if (!root) return;
  draft.result = root.variables ?? {};
  const ended = terminateToken(draft, root);
  if (!ended) return hold(draft, root, [{ type: 'terminate-instance', params: told ? { told } : {} }]);
  if (told) draft.effects.push(told);
  draft.status = 'terminated';
  draft.effects.push({ type: 'terminate-process-instance' });
}

export const terminateHeldInstance: Execute<'terminate-instance'> = (draft, _root, { told }) =>
  terminateInstance(draft, told);

/** Also tokens that wait at joins. */
export const terminateChildren: Execute<'terminate-children'> = (draft, token) =>
  unlessHeld(terminateInside(draft, token));

export function terminateInside(draft: Draft, token: Token): boolean {
  token.arrivals = undefined;
  return terminateAll(draft, [...token.children]);
}

/** A terminate end event: everything else in its scope ends; the scope then completes with its last token (corner 18). */
export const terminateScope: Execute<'terminate-scope'> = (draft, token) => {
  const scope = token.parent;
  if (!scope) return;
  scope.arrivals = undefined;
  return unlessHeld(
    terminateAll(
      draft,
      [...scope.children].filter((other) => other !== token),
    ),
  );
};

/** By hand: a scope that is left without anything to do goes with its last element, up to the instance itself; a loop goes on. */
export function takeAway(draft: Draft, token: Token, doomed: ReadonlySet<Token> = new Set([token])): void {
  const { parent } = token;
  if (!parent) return terminateInstance(draft);
  // What else is going on in the scope may end it in the meantime, as it would have without this element.
  const isLast = [...parent.children].every((child) => doomed.has(child));
  if (!terminateToken(draft, token)) return hold(draft, token, [{ type: isLast ? 'take-away' : 'terminate' }]);
  if (!isEmpty(parent)) return;
  if (parent.node === token.node) tell(draft, parent, { type: 'scope-done' });
  else takeAway(draft, parent);
}

export const takeHeldAway: Execute<'take-away'> = (draft, token) =>
  takeAway(draft, token, token.parent ? new Set(token.parent.children) : undefined);

/** Nothing can happen to the token itself any more. */
function quiet(draft: Draft, token: Token): void {
  closeWaits(draft, token);
  closeIncidents(draft, token);
  token.at = ':gone';
}

function terminateAll(draft: Draft, tokens: readonly Token[]): boolean {
  return tokens.toReversed().filter((token) => !terminateToken(draft, token)).length === 0;
}

function unlessHeld(done: boolean): 'held' | void {
  return done ? undefined : 'held';
}

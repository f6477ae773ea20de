import type { AdHoc } from '../model/instruction.js';
import type { Variables } from '../model/variables.js';
import { addToken, type Draft, tell, type Token } from './draft.js';
import { terminateInside } from './termination.js';
import { propagate, setLocal } from './variables.js';

/** Starts an inner element; in a sequential one it waits for its turn. */
export function activateInner(
  draft: Draft,
  token: Token,
  element: string,
  sequential: boolean,
  variables?: Variables,
): void {
  if (sequential && token.children.size > 0) {
    const queue = queueOf(token);
    const queuedWith = queue.map((_, place) => givenAt(token, queue.length - place));
    token.memory = { ...token.memory, queue: [...queue, element], queuedWith: [...queuedWith, variables ?? {}] };
    return;
  }
  const inner = addToken(draft, draft.process.nodes.get(element)!, token);
  setLocal(inner, variables);
  if (variables) inner.memory = { given: Object.keys(variables) };
  tell(draft, inner, { type: `+${element}` });
}

/** In a sequential one: whose turn it is. */
export function beginNext(draft: Draft, token: Token): void {
  const [next, ...queue] = queueOf(token);
  if (next === undefined || token.children.size > 0) return;
  const given = givenAt(token, queue.length + 1);
  token.memory = { ...token.memory, queue };
  activateInner(draft, token, next, false, Object.keys(given).length > 0 ? given : undefined);
}

function queueOf({ memory }: Token): readonly string[] {
  return (memory?.queue ?? []) as readonly string[];
}

/** What the one with so many in the queue, itself and those behind it, was activated with. */
function givenAt({ memory }: Token, left: number): Variables {
  return ((memory?.queuedWith ?? []) as readonly Variables[]).at(-left) ?? {};
}

/** Neither now nor in its turn. */
export function nothingRuns(token: Token): boolean {
  return token.children.size === 0 && queueOf(token).length === 0;
}

/** The ad-hoc sub-process is over, with all that still runs inside. */
export function finish(draft: Draft, token: Token, { outputCollection }: AdHoc): 'held' | void {
  token.memory = { ...token.memory, enough: true };
  if (!terminateInside(draft, token)) return 'held';
  token.memory = { ...token.memory, over: true };
  if (outputCollection !== undefined && token.parent) {
    propagate(token.parent, { [outputCollection]: token.variables?.[outputCollection] ?? [] });
  }
  tell(draft, token, { type: 'ad-hoc-done' });
}

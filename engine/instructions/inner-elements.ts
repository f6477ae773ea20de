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
    const queue = (token.memory?.queue ?? []) as readonly string[];
    token.memory = { ...token.memory, queue: [...queue, element] };
    return setLocal(token, variables);
  }
  const inner = addToken(draft, draft.process.nodes.get(element)!, token);
  setLocal(inner, variables);
  if (variables) inner.memory = { given: Object.keys(variables) };
  tell(draft, inner, { type: `+${element}` });
}

/** In a sequential one: whose turn it is. */
export function beginNext(draft: Draft, token: Token): void {
  const [next, ...queue] = (token.memory?.queue ?? []) as readonly string[];
  if (next === undefined || token.children.size > 0) return;
  token.memory = { ...token.memory, queue };
  activateInner(draft, token, next, false);
}

/** What an element was activated with belongs to all that its flow leads to. */
export function handOn(from: Token, to: Token): void {
  const given = from.memory?.given as readonly string[] | undefined;
  if (!given) return;
  to.memory = { ...to.memory, given };
  to.variables = Object.fromEntries(given.map((name) => [name, from.variables?.[name] ?? null]));
}

/** Neither now nor in its turn. */
export function nothingRuns(token: Token): boolean {
  return token.children.size === 0 && !((token.memory?.queue ?? []) as readonly string[]).length;
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

import type { Variables } from '../model/variables.js';
import type { Token } from './draft.js';
import { without } from './variables.js';

/** What an element of an ad-hoc sub-process was activated with belongs to all that its flow leads to. */
export function handOn(from: Token, to: Token): void {
  const given = from.memory?.given ? givenTo(from) : undefined;
  if (given) receive(to, given);
}

/** A token is kept as an arrival at a join: so is what it was given, until the arrival is taken. */
export function keepGiven(scope: Token, flow: string, token: Token): void {
  const kept = keptIn(scope);
  // tokens of several activations meet: one that was given nothing has its place as well
  if (!token.memory?.given && !kept[flow]) return;
  scope.memory = { ...scope.memory, kept: { ...kept, [flow]: [...(kept[flow] ?? []), givenTo(token)] } };
}

/** The oldest of so many arrivals on a flow goes on as, or with others into, this token; or nowhere. */
export function takeGiven(scope: Token, { flow, waiting, to }: { flow: string; waiting: number; to?: Token }): void {
  const { [flow]: list, ...others } = keptIn(scope);
  if (!list) return;
  // counted from the newest: arrivals that were called off have left theirs behind
  const given = list.at(-waiting);
  const rest = waiting > 1 ? list.slice(1 - waiting) : [];
  const left = rest.length > 0 ? { ...others, [flow]: rest } : others;
  scope.memory = Object.keys(left).length > 0 ? { ...scope.memory, kept: left } : without(scope.memory, 'kept');
  if (to && list.length >= waiting && given && Object.keys(given).length > 0) receive(to, given);
}

function receive(to: Token, given: Variables): void {
  const names = (to.memory?.given ?? []) as readonly string[];
  to.memory = { ...to.memory, given: [...new Set([...names, ...Object.keys(given)])] };
  to.variables = { ...to.variables, ...given };
}

function givenTo({ memory, variables }: Token): Variables {
  const names = (memory?.given ?? []) as readonly string[];
  return Object.fromEntries(names.map((name) => [name, variables?.[name] ?? null]));
}

function keptIn({ memory }: Token): { readonly [flow: string]: readonly Variables[] } {
  return (memory?.kept ?? {}) as unknown as { readonly [flow: string]: readonly Variables[] };
}

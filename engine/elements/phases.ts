import type { Instruction } from '../model/instruction.js';
import type { Handlers, State, Transition } from './state.js';

/** A phase that does its instructions, goes on when all of them succeeded, and is done again when an incident is resolved. */
export function phase(name: string, entry: readonly Instruction[], next: readonly Transition[]): State {
  return {
    entry: [...entry, { type: 'proceed' }],
    on: { proceed: next, retry: [{ target: name, reenter: true }] },
  };
}

/** A phase that opens waits and stays until one of them is over. */
export function waiting(name: string, entry: readonly Instruction[], on: Handlers): State {
  return { entry, on: { ...on, retry: [{ target: name, reenter: true }] } };
}

/** A phase that knows what comes after it once it is put in a chain. */
export interface Link {
  readonly name: string;
  readonly build: (name: string, next: readonly Transition[]) => State;
}

export interface Chain {
  /** The way into its first phase, or past it when there is none. */
  readonly first: readonly Transition[];
  readonly states: { readonly [phase: string]: State };
}

/** Puts phases one after another; the last one leads to `end`. */
export function chain(links: readonly Link[], end: readonly Transition[]): Chain {
  return links.reduceRight<Chain>(
    ({ first, states }, { name, build }) => ({
      first: [{ target: name }],
      states: { [name]: build(name, first), ...states },
    }),
    { first: end, states: {} },
  );
}

/** A phase of plain instructions, as a link. */
export function doing(name: string, ...entry: Instruction[]): Link {
  return { name, build: (own, next) => phase(own, entry, next) };
}

/** The same transitions, with more to do on the way. */
export function withActions(transitions: readonly Transition[], actions: readonly Instruction[]): Transition[] {
  return transitions.map((transition) => ({ ...transition, actions: [...actions, ...(transition.actions ?? [])] }));
}

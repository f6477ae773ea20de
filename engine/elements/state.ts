import type { Guard } from '../model/compiled-process.js';
import type { Instruction } from '../model/instruction.js';

export interface Transition {
  /** `#:gone` when the token leaves the element, a phase of the same element, or nothing to stay. */
  readonly target?: string;
  readonly guard?: Guard;
  readonly actions?: readonly Instruction[];
  /** For each of these whose condition holds, one token more (an inclusive choice among several flows). */
  readonly choices?: readonly Choice[];
  /** Run the entry of the target again although the token is there already. */
  readonly reenter?: boolean;
}

/** A flow that is taken when its condition holds. */
export interface Choice {
  readonly guard?: Guard;
  readonly instruction: Instruction;
}

/** The state of one element in the machine of its scope; its inner states are the phases of the element's life. */
export interface State {
  readonly initial?: string;
  readonly entry?: readonly Instruction[];
  readonly on?: Handlers;
  readonly states?: { readonly [phase: string]: State };
}

/** What an element does on each event, first fitting transition wins. */
export interface Handlers {
  readonly [event: string]: readonly Transition[];
}

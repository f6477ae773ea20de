import type { Occurrence } from '../model/compiled-process.js';
import type { Instruction } from '../model/instruction.js';
import type { Variables } from '../model/variables.js';
import type { Draft, Token } from './draft.js';
import { without } from './variables.js';

/** What a token has still to do, beginning with what could not be finished. */
export interface Rest {
  readonly instructions: readonly Instruction[];
  readonly event: Occurrence;
}

/** The token stands still until the tasks that it ends have been cancelled; what was held before it comes to nothing. */
export function hold(
  draft: Draft,
  token: Token,
  instructions: readonly Instruction[],
  event: Occurrence = { type: 'held' },
): void {
  const rest: Rest = { instructions, event };
  token.memory = { ...token.memory, rest: rest as unknown as Variables };
  draft.held.add(token);
}

/** Takes what a token has still to do. */
export function takeRest(draft: Draft, token: Token): Rest | undefined {
  const rest = token.memory?.rest as unknown as Rest | undefined;
  letGo(draft, token);
  return rest;
}

/** Something else has been decided about the token. */
export function letGo(draft: Draft, token: Token): void {
  if (!draft.held.delete(token)) return;
  token.memory = without(token.memory, 'rest');
}

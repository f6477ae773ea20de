import type { Instruction } from '../model/instruction.js';
import { type Draft, type Execute, tellFirst, type Token } from './draft.js';
import { evaluateCondition } from './evaluate.js';
import { countersOf, isFirst } from './loops.js';
import { throwError, throwEscalation, throwSignal } from './throws.js';
import { Trouble } from './trouble.js';
import { visible } from './variables.js';

/**
 * An instance of a multi-instance activity has completed (BPMN 2.0.2, table 10.30, `behavior`): events on the border of
 * the activity that wait for the very same definition occur; anything else is thrown as from the activity as a whole.
 */
export const throwFromLoop: Execute<'throw-from-loop'> = (draft, body, { throws }) => {
  for (const { when, caughtBy, instructions } of throws) {
    const holds = isDue(draft, body, when);
    if (holds instanceof Trouble) return holds;
    if (!holds) continue;
    for (const event of caughtBy) occurAt(draft, body, event);
    for (const instruction of instructions) {
      const trouble = throwOne(draft, body, instruction);
      if (trouble) return trouble;
    }
  }
};

function isDue(draft: Draft, body: Token, when: 'each' | 'first' | { condition: string }): boolean | Trouble {
  if (when === 'each') return true;
  if (when === 'first') return isFirst(body);
  return evaluateCondition(draft, body, when.condition, { ...visible(body), ...countersOf(body) });
}

/** An event that maps its outputs sees the counters of the loop; they never become variables by themselves. */
function occurAt(draft: Draft, body: Token, event: string): void {
  const { outputs = [] } = body.node.boundaryEvents.find(({ id }) => event === `@${id}`) ?? {};
  tellFirst(draft, body, { type: event, ...(outputs.length > 0 && { variables: countersOf(body) }) });
}

function throwOne(draft: Draft, body: Token, instruction: Instruction): Trouble | 'held' | void {
  const event = { type: 'thrown' };
  if (instruction.type === 'throw-signal') return throwSignal(draft, body, instruction.params, event);
  if (instruction.type === 'throw-escalation') return throwEscalation(draft, body, instruction.params, event);
  if (instruction.type === 'throw-error') return throwError(draft, body, instruction.params, event);
}

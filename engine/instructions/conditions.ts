import { type Draft, raiseIncident, tell } from './draft.js';
import { evaluateCondition } from './evaluate.js';
import { Trouble } from './trouble.js';
import { gathered } from './gathering.js';

/**
 * Looks at the conditions that events wait for, once everything else has come to rest. An event occurs when its condition
 * becomes true; one that stays open occurs again when it has been false in between (corner 28). True when one occurred.
 */
export function checkConditions(draft: Draft): boolean {
  let occurred = false;
  for (const id of draft.conditions) {
    const token = draft.waits.get(id);
    const wait = token?.waits.get(id);
    if (!token || wait?.condition === undefined) {
      draft.conditions.delete(id);
      continue;
    }
    const holds = evaluateCondition(draft, token, wait.condition);
    if (holds instanceof Trouble) {
      if (![...draft.incidents.values()].some(({ wait: about }) => about === id)) {
        raiseIncident(draft, token, new Trouble('condition-failed', holds.message, id));
      }
      continue;
    }
    if (holds === (wait.held ?? false)) continue;
    token.waits.set(id, { ...wait, held: holds });
    if (!holds) continue;
    if (!wait.repeats) {
      token.waits.delete(id);
      draft.waits.delete(id);
      draft.conditions.delete(id);
    }
    const event = gathered(token, wait, { type: wait.event });
    if (event) tell(draft, token, event);
    occurred = true;
  }
  return occurred;
}

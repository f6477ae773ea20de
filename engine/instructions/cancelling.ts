import { closeIncidents, closeWaits, type Draft, type Execute, tell, type Token } from './draft.js';
import { listensTo } from './user-tasks.js';
import { without } from './variables.js';

/**
 * Has a user task listeners that must hear of its end before it is gone (engines.md 1.6)? The first time it is asked, they
 * are called; people do not see the task any more from then on.
 */
export function mustBeHeard(draft: Draft, token: Token): boolean {
  const { memory, node, waits } = token;
  if (memory?.cancelling !== undefined) return memory.cancelling !== 'heard';
  if (!listensTo(token, 'canceling')) return false;
  // A task that was still being created never was anybody's.
  if (![...waits.values()].some(({ kind }) => kind === 'user-task')) return false;
  closeWaits(draft, token);
  closeIncidents(draft, token);
  token.memory = { ...without(memory, 'transit'), cancelling: 'begun' };
  token.at = `${node.id}/active`;
  tell(draft, token, { type: 'cancel-user-task' });
  return true;
}

/** The last listener has heard: whoever ends the task goes on (see `run.ts`). */
export const endCancelling: Execute<'end-cancelling'> = (_draft, token) => {
  token.memory = { ...token.memory, cancelling: 'heard' };
};

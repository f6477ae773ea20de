import { closeIncidentsAbout, type Draft, tell, type Token } from '../instructions/draft.js';
import { setLocal } from '../instructions/variables.js';
import { correct, listensTo, runningListener, transit, withdraw } from '../instructions/user-tasks.js';
import type { Rejection } from '../model/effect.js';
import type { Listener } from '../model/process-definition.js';
import { find, fire, forget } from './answering.js';
import { undirectable } from './directing.js';
import type { Apply } from './command.js';

/** Without listeners the task is over at once; with them it stays until the last one has agreed. */
export const completeUserTask: Apply<'complete-user-task'> = (draft, { wait, variables, by }) => {
  const token = idle(draft, wait);
  if ('code' in token) return token;
  if (!listensTo(token, 'completing')) return fire(draft, wait, 'user-task', variables);
  closeIncidentsAbout(draft, wait);
  transit(token, { event: 'completing', wait, change: {}, ...(by !== undefined && { by }) });
  tell(draft, token, { type: 'complete-user-task', ...(variables && { variables }) });
};

export const assignUserTask: Apply<'assign-user-task'> = (draft, { wait, assignee, by }) => {
  const token = idle(draft, wait);
  if ('code' in token) return token;
  transit(token, { event: 'assigning', wait, change: { assignee }, ...(by !== undefined && { by }) });
  tell(draft, token, { type: 'assign-user-task' });
};

export const updateUserTask: Apply<'update-user-task'> = (draft, { wait, change, by }) => {
  const token = idle(draft, wait);
  if ('code' in token) return token;
  transit(token, { event: 'updating', wait, change, ...(by !== undefined && { by }) });
  tell(draft, token, { type: 'update-user-task' });
};

/** A task listener may deny what a person asked for, and correct the task unless that is being cancelled. */
export const completeJob: Apply<'complete-job'> = (draft, answer) => {
  const { wait, variables, denied, reason, corrections, directions } = answer;
  const found = find(draft, wait, 'job');
  if ('code' in found) return found;
  const { token } = found;
  const listener = runningListener(token);
  if (denied && !isAmong(deniable, listener)) {
    return { code: 'not-deniable', message: 'Expected a listener for assigning, updating or completing to deny.' };
  }
  if (corrections && !denied && !isAmong(correctable, listener)) {
    return { code: 'not-correctable', message: 'Expected a task listener to correct its task, but the job is none.' };
  }
  if (directions) {
    const refused = undirectable(token, directions);
    if (refused) return refused;
  }
  if (!denied) {
    if (corrections) correct(token, listener!, corrections);
    return fire(draft, wait, 'job', variables, directions);
  }
  forget(draft, token, wait);
  closeIncidentsAbout(draft, wait);
  setLocal(token, variables);
  withdraw(draft, token, reason);
  tell(draft, token, { type: 'job-denied' });
};

const deniable = ['assigning', 'updating', 'completing'] as const;
const correctable = ['creating', ...deniable] as const;

function isAmong(events: readonly Listener['on'][], event: Listener['on'] | undefined): boolean {
  return event !== undefined && events.includes(event);
}

/** An open task about which no listener is being asked. */
function idle(draft: Draft, wait: string): Token | Rejection {
  const found = find(draft, wait, 'user-task');
  if ('code' in found) return found;
  const listener = runningListener(found.token);
  if (listener === undefined) return found.token;
  return { code: 'task-busy', message: `Expected an open task, but a listener for ${listener} has still to agree.` };
}

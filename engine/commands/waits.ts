import { closeIncidentsAbout, type Draft, raiseIncident, tell } from '../instructions/draft.js';
import { error, escalate } from '../instructions/throws.js';
import { Trouble } from '../instructions/trouble.js';
import { runningListener } from '../instructions/user-tasks.js';
import { propagate, setLocal } from '../instructions/variables.js';
import { open } from '../instructions/waits.js';
import type { Rejection } from '../model/effect.js';
import type { OpenWait } from '../model/process-instance.js';
import { following, followingAfter } from '../time/cycle.js';
import { deliver, find, fire, forget, type Found } from './answering.js';
import type { Apply } from './command.js';

export const correlateMessage: Apply<'correlate-message'> = (draft, { wait, variables }) =>
  fire(draft, wait, 'message', variables);

export const triggerSignal: Apply<'trigger-signal'> = (draft, { wait, variables }) =>
  fire(draft, wait, 'signal', variables);

export const completeCalledProcess: Apply<'complete-called-process'> = (draft, { wait, variables }) =>
  fire(draft, wait, 'called-process', variables);

/** A timer that goes on is due next one interval after it *was due*. */
export const triggerTimer: Apply<'trigger-timer'> = (draft, { wait: id }) => {
  const found = find(draft, id, 'timer');
  if ('code' in found) return found;
  const { token, wait } = found;
  forget(draft, token, id);
  if (wait.every !== undefined && wait.cyclesLeft !== 0) {
    const due = wait.dueAt ?? draft.now;
    const endless = wait.cyclesLeft === undefined || wait.cyclesLeft < 0;
    const cyclesLeft = endless ? -1 : (wait.cyclesLeft ?? 0) - 1;
    const next = endless ? followingAfter(wait.every, due, draft.now) : following(wait.every, due);
    const dueAt = next ?? draft.now;
    const opened = open(draft, token, 'timer', wait.event, { ...partOf(wait), dueAt, every: wait.every, cyclesLeft });
    draft.effects.push({ type: 'schedule-timer', ...opened, dueAt });
  }
  deliver(draft, token, wait, { type: wait.event });
};

export const answerDecision: Apply<'answer-decision'> = (draft, { wait: id, result }) => {
  const found = find(draft, id, 'decision');
  if ('code' in found) return found;
  forget(draft, found.token, id);
  if ('value' in result) tell(draft, found.token, { type: 'answer-decision', value: result.value });
  else raiseIncident(draft, found.token, new Trouble('decision-failed', result.failure));
};

/**
 * The job stays open, and is offered again when the incident is resolved; its variables stay with the task.
 * A process that could not be called is called again.
 */
export const failJob: Apply<'fail-job'> = (draft, { wait: id, message, variables }) => {
  const found = find(draft, id, 'job', 'called-process');
  if ('code' in found) return found;
  const { token, wait } = found;
  if (wait.kind === 'called-process') {
    forget(draft, token, id);
    raiseIncident(draft, token, new Trouble('call-failed', message));
    return;
  }
  setLocal(token, variables);
  closeIncidentsAbout(draft, id);
  raiseIncident(draft, token, new Trouble('job-failed', message, id));
};

/** Uncaught, it is an incident on the job: resolving offers the job again (corner 15). */
export const throwErrorCommand: Apply<'throw-error'> = (draft, { wait: id, code, message, variables }) => {
  const found = findThrower(draft, id);
  if ('code' in found) return found;
  const thrown = {
    type: 'error',
    code,
    ...(message !== undefined && { message }),
    ...(variables && { variables }),
  };
  const trouble = error(draft, found.token, thrown);
  if (!trouble) return;
  // A called process has ended by its error: resolving the incident calls it again.
  const ended = found.wait.kind === 'called-process';
  if (ended) forget(draft, found.token, id);
  raiseIncident(draft, found.token, new Trouble(trouble.code, trouble.message, ended ? undefined : id));
};

/** A called process escalates; it goes on unless the catcher ends the call. */
export const throwEscalationCommand: Apply<'throw-escalation'> = (draft, { wait: id, code, variables }) => {
  const found = findThrower(draft, id);
  if ('code' in found) return found;
  escalate(draft, found.token, { type: 'escalation', code, ...(variables && { variables }) });
};

/** What is being cancelled has nobody to throw to any more. */
function findThrower(draft: Draft, id: string): Found | Rejection {
  const found = find(draft, id, 'job', 'called-process', 'user-task');
  if ('code' in found || runningListener(found.token) !== 'canceling') return found;
  return { code: 'cannot-throw', message: 'Expected work to throw, but the job is a listener of a cancelled task.' };
}

/** `local`: exactly there; otherwise each name goes to the nearest scope that has it. */
export const setVariables: Apply<'set-variables'> = (draft, { elementInstance, variables, local }) => {
  const [root] = draft.tokens.values();
  const token = elementInstance === undefined ? root : draft.tokens.get(elementInstance);
  if (!token) {
    return {
      code: 'no-such-element-instance',
      message: `Expected an active element instance '${elementInstance ?? ''}', but there is none.`,
    };
  }
  if (local) setLocal(token, variables);
  else propagate(token, variables);
};

function partOf({ part, parts }: OpenWait): Pick<OpenWait, 'part' | 'parts'> {
  return { ...(part !== undefined && { part }), ...(parts !== undefined && { parts }) };
}

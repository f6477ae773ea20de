import { type Draft, raiseIncident, tell, type Token } from '../instructions/draft.js';
import { gathered } from '../instructions/gathering.js';
import { error, escalate } from '../instructions/throws.js';
import { Trouble } from '../instructions/trouble.js';
import { propagate, setLocal } from '../instructions/variables.js';
import { open } from '../instructions/waits.js';
import type { Occurrence } from '../model/compiled-process.js';
import type { Rejection } from '../model/effect.js';
import type { OpenWait, WaitKind } from '../model/process-instance.js';
import type { Variables } from '../model/variables.js';
import { following, followingAfter } from '../time/cycle.js';
import type { Apply } from './command.js';

interface Found {
  readonly token: Token;
  readonly wait: OpenWait;
}

export const completeUserTask: Apply<'complete-user-task'> = (draft, { wait, variables }) =>
  fire(draft, wait, 'user-task', variables);

export const completeJob: Apply<'complete-job'> = (draft, { wait, variables, denied }) => {
  if (!denied) return fire(draft, wait, 'job', variables);
  const found = find(draft, wait, 'job');
  if ('code' in found) return found;
  forget(draft, found.token, wait);
  tell(draft, found.token, { type: 'job-denied' });
};

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
  const found = find(draft, id, 'job', 'called-process', 'user-task');
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
  const found = find(draft, id, 'job', 'called-process', 'user-task');
  if ('code' in found) return found;
  escalate(draft, found.token, { type: 'escalation', code, ...(variables && { variables }) });
};

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

function fire(draft: Draft, id: string, kind: WaitKind, variables: Variables | undefined): Rejection | void {
  const found = find(draft, id, kind);
  if ('code' in found) return found;
  const { token, wait } = found;
  if (!wait.repeats) forget(draft, token, id);
  // The person or worker has settled what the incident was about.
  closeIncidentsAbout(draft, id);
  deliver(draft, token, wait, { type: wait.event, ...(variables && { variables }) });
}

/** The machine hears of it, unless other parts of the event must occur as well. */
function deliver(draft: Draft, token: Token, wait: OpenWait, occurrence: Occurrence): void {
  const event = gathered(token, wait, occurrence);
  if (event) tell(draft, token, event);
}

function find(draft: Draft, id: string, ...kinds: WaitKind[]): Found | Rejection {
  const token = draft.waits.get(id);
  const wait = token?.waits.get(id);
  if (!token || !wait) {
    return { code: 'no-such-wait', message: `Expected an open wait '${id}', but it is over or never was.` };
  }
  if (!kinds.includes(wait.kind)) {
    return {
      code: 'wrong-wait',
      message: `Expected wait '${id}' to be a ${kinds.join(' or ')}, but it is a ${wait.kind}.`,
    };
  }
  return { token, wait };
}

function partOf({ part, parts }: OpenWait): Pick<OpenWait, 'part' | 'parts'> {
  return { ...(part !== undefined && { part }), ...(parts !== undefined && { parts }) };
}

function forget(draft: Draft, token: Token, id: string): void {
  token.waits.delete(id);
  draft.waits.delete(id);
}

function closeIncidentsAbout(draft: Draft, wait: string): void {
  for (const [id, incident] of draft.incidents) {
    if (incident.wait !== wait) continue;
    draft.incidents.delete(id);
    draft.effects.push({ type: 'close-incident', incident: id });
  }
}

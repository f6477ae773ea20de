import type { Wait } from '../model/effect.js';
import type { Subscription } from '../model/instruction.js';
import type { Listener } from '../model/process-definition.js';
import type { OpenWait, WaitKind } from '../model/process-instance.js';
import type { Variables } from '../model/variables.js';
import { schedule, timerHint } from '../time/timer.js';
import { type Draft, type Execute, nextId, type Token } from './draft.js';
import { evaluate, evaluateNumber, evaluateText, wrong } from './evaluate.js';
import { catchable } from './catchers.js';
import { hasOccurred } from './gathering.js';
import { Trouble } from './trouble.js';
import { headersOfTransit } from './user-tasks.js';
import { visible } from './variables.js';

type Opened = Omit<OpenWait, 'of' | 'kind' | 'event'>;

/** A token has at most one wait of a kind for an event: doing an instruction again (after an incident) opens nothing twice, nor what has come. */
export function isOpen(token: Token, kind: WaitKind, event: string, part?: number): boolean {
  for (const wait of token.waits.values()) {
    if (wait.kind === kind && wait.event === event && wait.part === part) return true;
  }
  return hasOccurred(token, event, part);
}

/** What a wait of an event must remember of its subscription. */
function about({ repeats, part, parts }: Subscription): Opened {
  return { ...(repeats && { repeats }), ...(part !== undefined && { part }), ...(parts !== undefined && { parts }) };
}

/** Opens a wait and says what an effect needs to name it. */
export function open(draft: Draft, token: Token, kind: WaitKind, event: string, opened: Opened = {}): Wait {
  const wait = nextId(draft);
  token.waits.set(wait, { of: token.id, kind, event, ...opened });
  draft.waits.set(wait, token);
  return { wait, element: elementOf(token, event), elementInstance: token.id };
}

/** The element that people would say is waiting: an attached event, not its host. */
export function elementOf(token: Token, event: string): string {
  return event.startsWith('@') ? event.slice(1) : token.node.id;
}

export const waitForJob: Execute<'wait-for-job'> = (draft, token, params) => {
  if (isOpen(token, 'job', 'complete-job')) return;
  const jobType = evaluateText(draft, token, 'the job type', params.jobType);
  const retries = evaluateNumber(draft, token, 'the number of retries', params.retries);
  const priority =
    params.priority === undefined ? undefined : evaluateNumber(draft, token, 'the job priority', params.priority);
  if (jobType instanceof Trouble) return jobType;
  if (retries instanceof Trouble) return retries;
  if (priority instanceof Trouble) return priority;
  const { headers, listener } = params;
  draft.effects.push({
    type: 'create-job',
    ...open(draft, token, 'job', 'complete-job', listener && { retries: params.retries }),
    jobType,
    retries,
    headers: isTaskEvent(listener) ? { ...headersOfTransit(token, listener), ...headers } : headers,
    ...(priority !== undefined && { priority }),
    ...(listener && { listener }),
    ...(params.directs && { directs: true }),
  });
};

export const waitForTimer: Execute<'wait-for-timer'> = (draft, token, { timer, ...subscription }) => {
  const { event, repeats, part } = subscription;
  if (isOpen(token, 'timer', event, part)) return;
  const [kind, text] = Object.entries(timer)[0] as [keyof typeof timer, string];
  const value = evaluate(draft, token, text);
  if (value instanceof Trouble) return value;
  const times = typeof value === 'string' ? schedule({ [kind]: value }, draft.now) : undefined;
  if (!times) return wrong(draft, 'the timer', timerHint(timer), text, value);
  const again = repeats && times.every !== undefined ? { every: times.every, cyclesLeft: times.cyclesLeft ?? 0 } : {};
  const { dueAt } = times;
  const wait = open(draft, token, 'timer', event, { ...about({ ...subscription, repeats: false }), dueAt, ...again });
  draft.effects.push({ type: 'schedule-timer', ...wait, dueAt });
};

export const waitForMessage: Execute<'wait-for-message'> = (draft, token, params) => {
  const { event } = params;
  if (isOpen(token, 'message', event, params.part)) return;
  const message = evaluateText(draft, token, 'the message name', params.message);
  const correlationKey = evaluateText(draft, token, 'the correlation key', params.correlationKey ?? '');
  if (message instanceof Trouble) return message;
  if (correlationKey instanceof Trouble) return correlationKey;
  const wait = open(draft, token, 'message', event, about(params));
  draft.effects.push({ type: 'subscribe-to-message', ...wait, message, correlationKey });
};

export const waitForSignal: Execute<'wait-for-signal'> = (draft, token, params) => {
  const { event } = params;
  if (isOpen(token, 'signal', event, params.part)) return;
  const signal = evaluateText(draft, token, 'the signal name', params.signal);
  if (signal instanceof Trouble) return signal;
  const wait = open(draft, token, 'signal', event, about(params));
  draft.effects.push({ type: 'subscribe-to-signal', ...wait, signal });
};

/** Nothing outside is asked: the condition is looked at whenever the instance has settled (see `conditions.ts`). */
export const waitForCondition: Execute<'wait-for-condition'> = (draft, token, { condition, ...subscription }) => {
  const { event, part } = subscription;
  if (isOpen(token, 'condition', event, part)) return;
  draft.conditions.add(open(draft, token, 'condition', event, { ...about(subscription), condition }).wait);
};

export const evaluateDecision: Execute<'evaluate-decision'> = (draft, token, { decisionId, binding }) => {
  if (isOpen(token, 'decision', 'answer-decision')) return;
  const decision = evaluateText(draft, token, 'the decision id', decisionId);
  if (decision instanceof Trouble) return decision;
  const wait = open(draft, token, 'decision', 'answer-decision');
  draft.effects.push({ type: 'evaluate-decision', ...wait, decisionId: decision, binding, variables: visible(token) });
};

export const callProcess: Execute<'call-process'> = (draft, token, params) => {
  if (isOpen(token, 'called-process', 'complete-called-process')) return;
  const processId = evaluateText(draft, token, 'the process id', params.processId);
  if (processId instanceof Trouble) return processId;
  const businessId = params.businessId === undefined ? null : evaluate(draft, token, params.businessId);
  if (businessId instanceof Trouble) return businessId;
  if (businessId !== null && typeof businessId !== 'string' && typeof businessId !== 'number')
    return wrong(draft, 'the business id', 'a text', params.businessId!, businessId);
  const variables: Variables = params.propagateAllParentVariables ? handedDown(token) : (token.variables ?? {});
  draft.effects.push({
    type: 'call-process',
    ...open(draft, token, 'called-process', 'complete-called-process'),
    processId,
    ...(businessId !== null && businessId !== '' && { businessId: String(businessId) }),
    binding: params.binding,
    variables,
    catches: catchable(draft, token),
  });
};

/** All that is visible, but not the output that loops around are still collecting: it would come back and overwrite it. */
function handedDown(token: Token): Variables {
  const collected = new Set<string>();
  for (let scope: Token | undefined = token; scope; scope = scope.parent) {
    const { loop } = scope.node;
    if (loop?.kind === 'multi-instance' && loop.outputCollection !== undefined) collected.add(loop.outputCollection);
  }
  if (collected.size === 0) return visible(token);
  return Object.fromEntries(Object.entries(visible(token)).filter(([name]) => !collected.has(name)));
}

function isTaskEvent(listener: Listener['on'] | undefined): listener is Listener['on'] {
  return listener !== undefined && listener !== 'start' && listener !== 'end';
}

import { visible } from '../instructions/variables.js';
import type {
  CreateJob,
  CreateUserTask,
  ScheduleTimer,
  SubscribeToMessage,
  SubscribeToSignal,
} from '../model/effect.js';
import type { Instant, Variables } from '../model/variables.js';
import type { Open, Run } from './run.js';
import type {
  SimulatedIncident,
  SimulatedInstance,
  SimulatedJob,
  SimulatedSubscription,
  SimulatedTimer,
  SimulatedUserTask,
} from './simulation.js';

/** What the outside sees of a simulation: plain objects made when they are asked for. */
export function instanceView(run: Run): SimulatedInstance {
  const { draft, id, process, caller, businessId } = run;
  return {
    id,
    processId: process.definition.id,
    status: draft.status === 'suspended' ? 'active' : draft.status,
    variables: rootVariables(run),
    incidents: incidentViews(run),
    ...(caller && { caller: caller.run.id }),
    ...(businessId !== undefined && { businessId }),
  };
}

export function incidentViews({ id, draft }: Run): SimulatedIncident[] {
  return [...draft.incidents].map(([key, { of, code, message }]) => ({
    key: `${id}:${key}`,
    instance: id,
    element: draft.tokens.get(of)?.node.id ?? '',
    code,
    message,
  }));
}

export function jobView({ key, run, effect, retries }: Open<CreateJob>): SimulatedJob {
  const { jobType: type, element, headers, priority = 0 } = effect;
  return {
    key,
    type,
    element,
    instance: run.id,
    headers,
    variables: variablesOf(run, effect.elementInstance),
    retries,
    priority,
  };
}

export function userTaskView({ key, run, effect, denied }: Open<CreateUserTask>): SimulatedUserTask {
  const { element, name, assignee, candidateGroups, candidateUsers, dueAt, followUpAt, priority, form, headers } =
    effect;
  return {
    key,
    instance: run.id,
    element,
    name,
    ...(assignee !== undefined && { assignee }),
    candidateGroups,
    candidateUsers,
    ...(dueAt !== undefined && { dueDate: isoTime(dueAt) }),
    ...(followUpAt !== undefined && { followUpDate: isoTime(followUpAt) }),
    priority,
    ...(form && { form: form }),
    headers,
    variables: variablesOf(run, effect.elementInstance),
    ...(denied !== undefined && { denied }),
  };
}

export function timerView({ key, run, effect }: Open<ScheduleTimer>): SimulatedTimer {
  return { key, instance: run.id, element: effect.element, dueAt: isoTime(effect.dueAt) };
}

export function messageView({ run, effect }: Open<SubscribeToMessage>): SimulatedSubscription {
  const { element, message: name, correlationKey } = effect;
  return { type: 'message', instance: run.id, element, name, correlationKey };
}

export function signalView({ run, effect }: Open<SubscribeToSignal>): SimulatedSubscription {
  return { type: 'signal', instance: run.id, element: effect.element, name: effect.signal };
}

export function isoTime(at: Instant): string {
  return new Date(at).toISOString();
}

function rootVariables({ draft }: Run): Variables {
  if (draft.result) return draft.result;
  const [root] = draft.tokens.values();
  return root?.variables ?? {};
}

function variablesOf({ draft }: Run, elementInstance: string): Variables {
  const token = draft.tokens.get(elementInstance);
  return token ? visible(token) : {};
}

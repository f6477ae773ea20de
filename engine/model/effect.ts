import type { WaitId } from './command.js';
import type { Listener } from './process-definition.js';
import type { UserTaskChange } from './user-task-change.js';
import type { Instant, Variables } from './variables.js';

/** Where an effect comes from: the BPMN element and the one activation of it. */
export interface Origin {
  /** Id of the element in the BPMN file. */
  readonly element: string;
  readonly elementInstance: string;
}

/** A wait that an effect opens; a command names it to move the token, `cancel-wait` closes it. */
export interface Wait extends Origin {
  readonly wait: WaitId;
}

/** Which version of another resource a call means (`zeebe:` bindingType). */
export type Binding =
  | { readonly type: 'latest' }
  | { readonly type: 'deployment' }
  | { readonly type: 'versionTag'; readonly versionTag: string };

export interface CreateUserTask extends Wait {
  readonly type: 'create-user-task';
  readonly name: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueAt?: Instant;
  readonly followUpAt?: Instant;
  /** 0 to 100, 50 unless the model says otherwise. */
  readonly priority: number;
  readonly form?: { readonly formId: string; readonly binding: Binding } | { readonly externalReference: string };
  readonly headers: { readonly [key: string]: string };
}

/** A user task is assigned or updated: its task listeners, if any, have agreed. */
export interface ChangeUserTask extends Wait {
  readonly type: 'change-user-task';
  readonly change: UserTaskChange;
  /** Who asked for it, when a command did. */
  readonly by?: string;
}

/** A task listener has refused what was asked; the task is as it was. */
export interface DenyUserTask extends Wait {
  readonly type: 'deny-user-task';
  readonly event: 'assigning' | 'updating' | 'completing';
  readonly reason?: string;
  readonly by?: string;
}

/** The task listeners have agreed to the completion. Without any, the command itself completes the task. */
export interface CompleteUserTask extends Wait {
  readonly type: 'complete-user-task';
  readonly by?: string;
}

export interface CreateJob extends Wait {
  readonly type: 'create-job';
  readonly jobType: string;
  /** Not the work of the element but a listener of it. */
  readonly listener?: Listener['on'];
  /** Asks what shall run inside an ad-hoc sub-process. */
  readonly directs?: boolean;
  readonly retries: number;
  readonly headers: { readonly [key: string]: string };
  /** Jobs of a higher priority go first; 0 unless the model says otherwise (`zeebe:jobPriorityDefinition`). */
  readonly priority?: number;
}

export interface ScheduleTimer extends Wait {
  readonly type: 'schedule-timer';
  readonly dueAt: Instant;
}

export interface SubscribeToMessage extends Wait {
  readonly type: 'subscribe-to-message';
  readonly message: string;
  readonly correlationKey: string;
}

export interface SubscribeToSignal extends Wait {
  readonly type: 'subscribe-to-signal';
  readonly signal: string;
}

export interface EvaluateDecision extends Wait {
  readonly type: 'evaluate-decision';
  readonly decisionId: string;
  readonly binding: Binding;
  readonly variables: Variables;
}

export interface CallProcess extends Wait {
  readonly type: 'call-process';
  readonly processId: string;
  /** What people call the case of the called instance; absent: as its caller. */
  readonly businessId?: string;
  readonly binding: Binding;
  readonly variables: Variables;
  /**
   * What the caller or one of its callers would catch: codes of errors, `escalation CODE` (the call goes on) and
   * `escalation! CODE` (catching it ends the call); `*` stands for any code.
   */
  readonly catches: readonly string[];
}

/** One wait is over without having fired (its activity left or was interrupted). */
export interface CancelWait {
  readonly type: 'cancel-wait';
  readonly wait: WaitId;
}

/** An incident on a job was resolved: offer the job to workers again. */
export interface RetryJob {
  readonly type: 'retry-job';
  readonly wait: WaitId;
  readonly retries: number;
}

export interface RaiseIncident extends Origin {
  readonly type: 'raise-incident';
  readonly incident: string;
  /** One of the incident codes of docs/errors.md. */
  readonly code: string;
  readonly message: string;
  /** The wait it concerns, when it concerns one. */
  readonly wait?: WaitId;
}

export interface CloseIncident {
  readonly type: 'close-incident';
  readonly incident: string;
}

/** A signal was thrown: the host triggers every subscription and signal start event of that name. */
export interface BroadcastSignal extends Origin {
  readonly type: 'broadcast-signal';
  readonly signal: string;
  readonly variables: Variables;
}

/** Nobody inside caught the error, and a caller does (see `CallProcess.catches`): the instance has ended. */
export interface PropagateError extends Origin {
  readonly type: 'propagate-error';
  readonly code: string;
  readonly message?: string;
  readonly variables: Variables;
}

/** Nobody inside caught the escalation: the caller may. The instance goes on. */
export interface PropagateEscalation extends Origin {
  readonly type: 'propagate-escalation';
  readonly code: string;
  readonly variables: Variables;
}

export interface CompleteProcessInstance {
  readonly type: 'complete-process-instance';
  /** The variables of the root scope. */
  readonly variables: Variables;
}

export interface TerminateProcessInstance {
  readonly type: 'terminate-process-instance';
}

/** What the engine asks of its host, in the order in which it must be done. */
export type Effect =
  | CreateUserTask
  | ChangeUserTask
  | DenyUserTask
  | CompleteUserTask
  | CreateJob
  | ScheduleTimer
  | SubscribeToMessage
  | SubscribeToSignal
  | EvaluateDecision
  | CallProcess
  | CancelWait
  | RetryJob
  | RaiseIncident
  | CloseIncident
  | BroadcastSignal
  | PropagateError
  | PropagateEscalation
  | CompleteProcessInstance
  | TerminateProcessInstance;

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** One thing that happened to an element, in order: the source of history, coverage and the `log` of a run. */
export interface TraceEntry {
  readonly event: 'activated' | 'completed' | 'terminated' | 'taken';
  /** Id of the element or, for `taken`, of the sequence flow. */
  readonly element: string;
  /** BPMN type without prefix: `UserTask`, `SequenceFlow`, `Process`. */
  readonly elementType: string;
  readonly elementInstance?: string;
  readonly name?: string;
  /** `zeebe:properties` of the element, e.g. `commune:publicStatus`. */
  readonly properties?: { readonly [name: string]: string };
}

/** Why a command did not fit. Nothing changed. */
export interface Rejection {
  /** One of the rejection codes of docs/errors.md: `no-such-wait`, `instance-ended`, ... */
  readonly code: string;
  readonly message: string;
}

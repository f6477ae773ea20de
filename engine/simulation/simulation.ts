import type { EvaluatedDecision } from '../decisions/evaluate-decision.js';
import type { Activation, Directions } from '../model/command.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Instant, Value, Variables } from '../model/variables.js';

/** A job as a worker sees it. */
export interface SimulatedJob {
  readonly key: string;
  readonly type: string;
  readonly element: string;
  /** Id of the process instance. */
  readonly instance: string;
  readonly headers: { readonly [key: string]: string };
  readonly variables: Variables;
  readonly retries: number;
  readonly priority: number;
}

/** What the simulated worker does with a job; without `work` every job completes at once. */
export type WorkResult =
  | {
      readonly complete?: Variables | (() => Variables);
      readonly after?: string;
      /** Of a task listener: what it changes of its task. */
      readonly correct?: SimulatedChange;
      /** Of an ad-hoc sub-process: what shall run inside. */
      readonly direct?: Directions;
    }
  /** A task listener refuses what was asked, and says why. */
  | { readonly deny: string }
  /** Offered again while retries are left, after the backoff if there is one (ISO 8601); then an incident. */
  | { readonly fail: string; readonly retries?: number; readonly backoff?: string }
  | { readonly error: string; readonly message?: string; readonly variables?: Variables }
  | 'wait';

export interface SimulateOptions {
  /** Virtual start; 2026-01-01T00:00:00Z unless given (ISO 8601 or milliseconds). */
  readonly now?: string | number | Date;
  readonly work?: (job: SimulatedJob) => WorkResult | undefined | void;
}

export interface SimulatedIncident {
  readonly key: string;
  readonly instance: string;
  readonly element: string;
  readonly code: string;
  readonly message: string;
}

export interface SimulatedInstance {
  readonly id: string;
  readonly processId: string;
  readonly status: 'active' | 'completed' | 'terminated';
  readonly variables: Variables;
  readonly incidents: readonly SimulatedIncident[];
  /** Instance whose call activity started this one. */
  readonly caller?: string;
  /** What people call the case; at most one active instance of a process has it. */
  readonly businessId?: string;
}

export interface SimulatedUserTask {
  readonly key: string;
  readonly instance: string;
  readonly element: string;
  readonly name: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority: number;
  readonly form?: { readonly [name: string]: Value };
  readonly headers: { readonly [key: string]: string };
  readonly variables: Variables;
  /** Why a task listener has refused what was asked last. */
  readonly denied?: string;
}

/** What of a user task can change; dates are ISO 8601, `null` takes away. */
export interface SimulatedChange {
  readonly assignee?: string | null;
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
  readonly dueDate?: string | null;
  readonly followUpDate?: string | null;
  readonly priority?: number;
}

export interface SimulatedTimer {
  readonly key: string;
  /** Absent for the start timer of a process. */
  readonly instance?: string;
  readonly element: string;
  readonly dueAt: string;
}

export interface SimulatedSubscription {
  readonly type: 'message' | 'signal';
  readonly instance?: string;
  readonly element: string;
  readonly name: string;
  readonly correlationKey?: string;
}

export interface LogEntry {
  readonly at: string;
  readonly instance: string;
  readonly element: string;
  readonly type: string;
  readonly name?: string;
  readonly headers?: { readonly [key: string]: string };
  readonly event: 'activated' | 'completed' | 'terminated' | 'taken';
}

/** Which one of several things a step of a script means; every given member must fit, the oldest that fits is taken. */
export interface Selector {
  readonly key?: string;
  readonly element?: string;
  readonly type?: string;
  readonly instance?: string;
}

/** An in-memory host: clock, workers, messages, signals, called processes and decisions. Everything is synchronous. */
export interface Simulation {
  readonly diagnostics: readonly Diagnostic[];
  /** The virtual clock. */
  readonly now: Instant;
  readonly instances: readonly SimulatedInstance[];
  readonly log: readonly LogEntry[];
  /** Every decision that was made, those that it requires included, in order. */
  readonly decisions: readonly EvaluatedDecision[];
  readonly jobs: readonly SimulatedJob[];
  readonly userTasks: readonly SimulatedUserTask[];
  readonly timers: readonly SimulatedTimer[];
  readonly subscriptions: readonly SimulatedSubscription[];
  readonly incidents: readonly SimulatedIncident[];
  /** Returns the id of the new instance. Throws when the model was refused. */
  start(request?: { processId?: string; variables?: Variables; businessId?: string }): string;
  /**
   * Deploys new versions beside the running ones, which stay on theirs; start events of older versions no longer listen.
   * Nothing is deployed when there is an error among the diagnostics.
   */
  deploy(xml: string | Uint8Array | readonly (string | Uint8Array)[]): Promise<readonly Diagnostic[]>;
  /** Completes a user task, or a job that the worker has left open. These verbs throw a plain sentence when nothing fits. */
  complete(request: Selector & { variables?: Variables }): void;
  completeJob(
    request: Selector & { variables?: Variables; deny?: string; correct?: SimulatedChange; direct?: Directions },
  ): void;
  /** Gives a user task to somebody or, with `null`, back. */
  assign(request: Selector & { assignee: string | null }): void;
  update(request: Selector & { change: Omit<SimulatedChange, 'assignee'> }): void;
  failJob(request: Selector & { message?: string; retries?: number; backoff?: string; variables?: Variables }): void;
  throwError(request: Selector & { code: string; message?: string; variables?: Variables }): void;
  /** Moves the clock, firing due timers on the way in the order of their due dates; throws after `most` of them. */
  advance(duration: string, most?: number): void;
  /** Moves the clock to the next due thing; false when nothing is due ever. */
  advanceToNext(): boolean;
  publish(request: {
    name: string;
    correlationKey?: string | number;
    variables?: Variables;
    timeToLive?: string | number;
    messageId?: string;
  }): void;
  broadcast(request: { name: string; variables?: Variables }): void;
  setVariables(request: { variables: Variables; instance?: string; element?: string; local?: boolean }): void;
  resolve(request: Selector): void;
  cancel(request?: { instance?: string }): void;
  /** Moves tokens by hand: terminates the active instances of some elements, activates others. */
  modify(request: {
    activate?: readonly Omit<Activation, 'scope'>[];
    terminate?: readonly { element: string }[];
    instance?: string;
  }): void;
  suspend(request?: { instance?: string }): void;
  resume(request?: { instance?: string }): void;
  /** Starts an inner element of an ad-hoc sub-process. */
  activate(request: { element: string; instance?: string; variables?: Variables }): void;
}

import type { WaitId } from './command.js';
import type { Instant, Variables } from './variables.js';

/** Number of an element instance, wait or incident, unique within its process instance. */
export type Id = string;

/** Everything that is persisted of a process instance: plain JSON, ours, never an XState snapshot. */
export interface ProcessInstance {
  /** Shape of this object; `upgrade.ts` brings older ones up to date. */
  readonly format: 1;
  readonly processId: string;
  readonly status: 'active' | 'suspended' | 'completed' | 'terminated';
  /** The last number given. */
  readonly lastId: number;
  /** Tokens and scopes: a tree whose root is the process itself. */
  readonly elementInstances: { readonly [id: Id]: ElementInstance };
  readonly waits: { readonly [id: WaitId]: OpenWait };
  readonly incidents: { readonly [id: Id]: Incident };
  /** What a caller would catch (see `CallProcess.catches`). */
  readonly catches?: readonly string[];
  /** Elements after which the instance ends, whatever else goes on. */
  readonly terminateAfter?: readonly string[];
  /** Root variables once the instance has ended (its tree is gone by then). */
  readonly result?: Variables;
  /** When it was suspended. */
  readonly suspendedAt?: Instant;
}

/** One activation of an element: a token at rest or, when `scope` is set, the container of others. */
export interface ElementInstance {
  readonly element: string;
  readonly parent?: Id;
  /** Position in the machine of the parent's scope: `-` on its way in, else `<node>` or `<node>/<phase>`. */
  readonly at: string;
  /** The machine in which its children move, when it has any. */
  readonly scope?: string;
  /** Local variables. */
  readonly variables?: Variables;
  /** Tokens that have reached a join, by sequence flow. */
  readonly arrivals?: { readonly [flow: string]: number };
  /** Completed activities of this scope that can be undone, in the order of their completion. */
  readonly completed?: readonly Compensable[];
  /** What the element itself must remember between two commands (loop counters, collected output, ...). */
  readonly memory?: Variables;
}

/** A completed activity that can be undone (BPMN 2.0.2, 10.7). */
export interface Compensable {
  readonly element: string;
  /** Its compensation boundary event and the activity that undoes it. */
  readonly boundary?: string;
  readonly handler?: string;
  /** Start event of a compensation event sub-process: `element` is that sub-process. */
  readonly start?: string;
  /** What can be undone inside a completed sub-process, and the variables it had. */
  readonly inner?: readonly Compensable[];
  readonly variables?: Variables;
}

export type WaitKind =
  'user-task' | 'job' | 'timer' | 'message' | 'signal' | 'condition' | 'decision' | 'called-process';

/** Something an element instance waits for. */
export interface OpenWait {
  readonly of: Id;
  readonly kind: WaitKind;
  /** The event that its machine receives when the wait is over. */
  readonly event: string;
  /** Stays open after it fired (non-interrupting events). */
  readonly repeats?: boolean;
  readonly dueAt?: Instant;
  /** Timer cycles: the interval (ISO 8601) or cron expression. */
  readonly every?: string;
  /** Timer cycles: firings left after this one; absent = none, -1 = endless. */
  readonly cyclesLeft?: number;
  /** Conditional events: what is watched, and whether it held when last looked at. */
  readonly condition?: string;
  readonly held?: boolean;
  /** Listener jobs: how often they are tried (a job of the element itself says so in the model). */
  readonly retries?: string;
  /** One of several definitions of the event, and how many of them must occur. */
  readonly part?: number;
  readonly parts?: number;
}

/** An element instance that cannot go on without a person. */
export interface Incident {
  readonly of: Id;
  readonly code: string;
  readonly message: string;
  readonly wait?: WaitId;
}

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
  /** Error codes that a caller would catch; `*` = any. */
  readonly catches?: readonly string[];
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
  /** What the element itself must remember between two commands (loop counters, collected output, ...). */
  readonly memory?: Variables;
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
}

/** An element instance that cannot go on without a person. */
export interface Incident {
  readonly of: Id;
  readonly code: string;
  readonly message: string;
  readonly wait?: WaitId;
}

import type { CreateUserTask, Listener } from '#engine';
import type { Topic, Topics } from '../outbox/topics.js';

interface OpenedWait {
  readonly id: string;
  readonly wait: string;
  readonly element: string;
  readonly elementInstance: string;
}

export interface NewUserTask extends OpenedWait {
  readonly name: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueAt?: Date;
  readonly followUpAt?: Date;
  readonly priority: number;
  readonly form?: CreateUserTask['form'];
  readonly headers: CreateUserTask['headers'];
}

export interface NewJob extends OpenedWait {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly retries: number;
  readonly priority: number;
  /** Not the work of the element: a listener of it, or the question what runs inside. */
  readonly listener?: Listener['on'] | 'ad-hoc';
}

export interface NewTimer extends OpenedWait {
  readonly dueAt: Date;
  readonly alarmed: boolean;
}

export interface NewMessageSubscription extends OpenedWait {
  readonly message: string;
  readonly correlationKey: string;
}

export interface NewSignalSubscription extends OpenedWait {
  readonly signal: string;
}

/** What history says of an instance, beside what its elements did. */
export interface HistoryNote {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface NewOutboxEntry {
  readonly topic: Topic;
  readonly payload: Topics[Topic];
  readonly dueAt?: Date;
}

/** The rows that one command makes: collected by the effects' handlers, written by one statement (`save-turn.ts`). */
export class Changes {
  readonly userTasks: NewUserTask[] = [];
  /** The task whose listeners have agreed that it is completed, and who did it. */
  completedTask?: { readonly wait: string; readonly by: string | null };
  readonly jobs: NewJob[] = [];
  readonly timers: NewTimer[] = [];
  readonly messageSubscriptions: NewMessageSubscription[] = [];
  readonly signalSubscriptions: NewSignalSubscription[] = [];
  readonly history: HistoryNote[] = [];
  readonly outbox: NewOutboxEntry[] = [];

  tell<T extends Topic>(topic: T, payload: Topics[T], dueAt?: Date): void {
    this.outbox.push({ topic, payload, dueAt });
  }
}

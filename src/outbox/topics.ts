/**
 * What the service tells itself after a commit. A topic is in the past tense and goes to one queue; a delivery names rows,
 * it does not carry them (the row is the truth by the time it is worked on). Every delivery may come twice.
 */
export interface Topics {
  /** A job may be worked on, for the first time or again. */
  'job.created': { readonly jobKey: string; readonly priority?: number };
  /** A timer is about to fall due; delivered at that time. */
  'timer.scheduled': { readonly timerKey: string };
  /** An instance started to wait for a message: one may be in the buffer already. */
  'message.awaited': { readonly message: string; readonly correlationKey: string };
  'signal.caught': {
    readonly processInstanceKey: string;
    readonly wait: string;
    readonly variables: Readonly<Record<string, unknown>>;
  };
  'signal.started': {
    readonly processId: string;
    readonly element: string;
    readonly part?: number;
    readonly variables: Readonly<Record<string, unknown>>;
  };
  /** An element with the property `commune:publicStatus` was activated, in this instance or in one it called. */
  'public-status.reached': { readonly processInstanceKey: string; readonly status: string; readonly at: string };
  /** A process instance that nobody called is over. */
  'process-instance.ended': {
    readonly processInstanceKey: string;
    readonly status: 'completed' | 'terminated';
    readonly variables: Readonly<Record<string, unknown>>;
  };
  'mail.queued': { readonly mailId: string };
  'sms.queued': { readonly smsId: string };
  /** A user task was created whose model asks for more than a row in the inbox. */
  'task.created': { readonly taskKey: string };
  /** So many milliseconds after its due date somebody is to be reminded of a task. */
  'task.reminder-due': { readonly taskKey: string; readonly dueAt: string; readonly after: number };
  'task.escalation-due': { readonly taskKey: string; readonly dueAt: string };
  /** Somebody, or the town, signs: the provider is to be asked, for the first time or again. */
  'signature.asked': { readonly signatureId: string };
  /** Nobody is waited for any more. */
  'signature-request.ended': { readonly requestId: string };
  /** A signatory of a request is to be reminded, or has not signed in time. */
  'signature.reminder-due': { readonly requestId: string; readonly accountId: string };
  'signature.late': { readonly requestId: string; readonly accountId: string };
  /** The provider said something about a payment online, or has been silent for a while: it is to be asked. */
  'payment-attempt.noticed': { readonly attemptId: string };
  /** A receipt is to be made, and the payer told. */
  'payment.paid': { readonly paymentId: string };
  /** The provider is to give money back, or to be asked whether it did. */
  'refund.due': { readonly refundId: string };
  /** It was given back, or refused. */
  'refund.ended': { readonly refundId: string };
}

export type Topic = keyof Topics;

/** What a processor gets: the payload, and a number that grows with every entry about one process instance. */
export type Delivered<T extends Topic = Topic> = { [Name in T]: Topics[Name] & { readonly sequence: string } }[T];

/** The queues and how many deliveries of each one program works on at a time. */
export const queues = {
  jobs: { concurrency: 8 },
  timers: { concurrency: 4 },
  messages: { concurrency: 4 },
  dossiers: { concurrency: 4 },
  notifications: { concurrency: 4 },
  reminders: { concurrency: 2 },
  'agent-tasks': { concurrency: 2 },
  signatures: { concurrency: 4 },
  payments: { concurrency: 4 },
} as const;

export type QueueName = keyof typeof queues;

/** Topic -> queue. */
export const topics: { readonly [T in Topic]: QueueName } = {
  'job.created': 'jobs',
  'timer.scheduled': 'timers',
  'message.awaited': 'messages',
  'signal.caught': 'messages',
  'signal.started': 'messages',
  'public-status.reached': 'dossiers',
  'process-instance.ended': 'dossiers',
  'mail.queued': 'notifications',
  'sms.queued': 'notifications',
  'task.created': 'agent-tasks',
  'task.reminder-due': 'reminders',
  'task.escalation-due': 'agent-tasks',
  'signature.asked': 'signatures',
  'signature-request.ended': 'signatures',
  'signature.reminder-due': 'signatures',
  'signature.late': 'signatures',
  'payment-attempt.noticed': 'payments',
  'payment.paid': 'payments',
  'refund.due': 'payments',
  'refund.ended': 'payments',
};

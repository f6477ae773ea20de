/** How long the law gives the town, and what happens when it says nothing in time. */
export interface LegalClock {
  /** Id of one of the `laws`. */
  readonly law: string;
  readonly days: number;
  readonly kind: 'working' | 'calendar';
  /** It begins when this element is completed; otherwise those marked `starts`, or the request itself. */
  readonly starts?: string;
  /** It stands still while one of these is active; otherwise those marked `suspends`. */
  readonly suspendedBy?: readonly string[];
  /** It ends when one of these begins; otherwise those marked `stops`. It always ends with the case. */
  readonly stoppedBy?: readonly string[];
  /** What silence means when the time is over. */
  readonly silence: 'granted' | 'refused' | 'nothing';
}

export type ClockState = 'running' | 'suspended' | 'overdue' | 'stopped';

/** How a legal clock stands. Days are those of the town, as `2026-03-02`. */
export interface ClockReading {
  readonly id: string;
  /** What the law is called, and where it can be read. */
  readonly law: string;
  readonly url?: string;
  readonly silence: LegalClock['silence'];
  readonly kind: LegalClock['kind'];
  readonly state: ClockState;
  readonly startedOn: string;
  /** The last day; of a suspended clock, if it went on today. */
  readonly dueOn: string;
  /** Until the last day, of the clock's kind; negative when it is past. */
  readonly daysLeft: number;
  /** Days for which it stood still, of the clock's kind. */
  readonly suspendedFor: number;
  /** Elements that make it stand still now. */
  readonly suspendedBy: readonly string[];
}

/** Something that happened to an element of the case, or of a block that it called. */
export interface ClockEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly element: string;
  readonly event: 'activated' | 'completed' | 'terminated';
}

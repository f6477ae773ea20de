import type { Instant } from './variables.js';

/** What of an open user task can change; `null` takes away. */
export interface UserTaskChange {
  readonly assignee?: string | null;
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
  readonly dueAt?: Instant | null;
  readonly followUpAt?: Instant | null;
  readonly priority?: number;
}

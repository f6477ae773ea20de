import { createHash } from 'node:crypto';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import type { InboxView } from './inbox-query.js';

/** The same as long as the tabs hold as many tasks. */
export function stateOfList(counts: Readonly<Record<InboxView, number>>): string {
  return digest(Object.values(counts).join(' '));
}

/** The same until somebody takes the task, gives it back, plans it anew or ends it. */
export function stateOfTask({ state, assignee, dueAt, followUpAt, priority }: UserTaskRow): string {
  return digest(JSON.stringify([state, assignee, dueAt, followUpAt, priority]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

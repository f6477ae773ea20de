import type { Actor } from '../history/actor.js';
import type { UserTaskRow } from './user-task.entity.js';

/** Whether somebody may claim and complete a task: as its assignee or as a candidate. A task without candidates is everybody's. */
export function mayWorkOn(
  task: Pick<UserTaskRow, 'assignee' | 'candidateGroups' | 'candidateUsers'>,
  { kind, accountId, departments = [] }: Actor,
): boolean {
  if (kind === 'system') return true;
  if (kind === 'citizen' || !accountId) return false;
  if (task.assignee === accountId || task.candidateUsers.includes(accountId)) return true;
  if (task.candidateGroups.length === 0 && task.candidateUsers.length === 0) return true;
  return task.candidateGroups.some((group) => departments.includes(group));
}

/** Whether it is this agent who has the task. */
export function isHeldBy({ assignee }: Pick<UserTaskRow, 'assignee'>, { kind, accountId }: Actor): boolean {
  return kind === 'agent' && accountId !== undefined && assignee === accountId;
}

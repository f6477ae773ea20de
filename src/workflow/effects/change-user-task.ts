import type { QueryDeepPartialEntity } from 'typeorm';
import { stoodInFor } from '../user-tasks/stood-in-for.js';
import { UserTaskRow } from '../user-task.entity.js';
import type { EffectHandler } from './effect-handler.js';

/** The listeners have agreed to a change, or made one of their own. */
export const changeUserTask: EffectHandler<'change-user-task'> = async ({ tx, instance, changes }, effect) => {
  const { wait, element, change, by } = effect;
  const { dueAt, followUpAt, candidateGroups, candidateUsers, ...others } = change;
  const columns: QueryDeepPartialEntity<UserTaskRow> = {
    ...others,
    ...(candidateGroups && { candidateGroups: [...candidateGroups] }),
    ...(candidateUsers && { candidateUsers: [...candidateUsers] }),
    ...(dueAt !== undefined && { dueAt: dateOf(dueAt) }),
    ...(followUpAt !== undefined && { followUpAt: dateOf(followUpAt) }),
  };
  await tx.update(UserTaskRow, { processInstanceId: instance.id, wait }, columns);
  const kind = change.assignee === undefined ? 'task.updated' : 'task.assigned';
  changes.history.push({ kind, data: { element, ...change, by, ...(await stoodInFor(tx, instance.id, wait, by)) } });
};

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

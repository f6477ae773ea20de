import type { Transaction } from '../../database/transaction.js';
import type { Actor } from '../../history/actor.js';
import { isHeldBy, mayWorkOn } from '../task-permission.js';
import type { UserTaskRow } from '../user-task.entity.js';

/**
 * Whether somebody may change when a task is to be done: while nobody has it, whoever could take it; then who has it or has
 * asked a colleague about it, and always the head of one of its departments, who answers for the work, or an administrator.
 */
export async function mayPlan(tx: Transaction, task: UserTaskRow, actor: Actor): Promise<boolean> {
  if (actor.kind === 'system') return true;
  if (!task.assignee && mayWorkOn(task, actor)) return true;
  if (isHeldBy(task, actor) || isHeldBy({ assignee: task.owner }, actor)) return true;
  const people = [actor.accountId, ...(actor.standsInFor ?? []).map(({ accountId }) => accountId)].filter(Boolean);
  const leading = await tx.query<object[]>(
    `SELECT FROM department WHERE key = ANY($1) AND head_id = ANY($2::bigint[])
     UNION ALL SELECT FROM account WHERE id = $3 AND role = 'administrator' LIMIT 1`,
    [task.candidateGroups, people, actor.accountId ?? null],
  );
  return leading.length > 0;
}

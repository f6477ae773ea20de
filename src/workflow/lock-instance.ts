import type { Transaction } from '../database/transaction.js';
import type { ProcessInstanceRow } from './process-instance.entity.js';

const COLUMNS = `p.id, p.process_definition_id AS "processDefinitionId", p.process_id AS "processId", p.root_id AS "rootId",
  p.parent_id AS "parentId", p.parent_wait AS "parentWait", p.business_id AS "businessId",
  p.start_correlation_key AS "startCorrelationKey", p.status, p.state, p.steps, p.started_at AS "startedAt",
  p.ended_at AS "endedAt"`;

/**
 * Locks an instance for one command. The root of its tree is locked first, always: a child that ends steps its parent and a
 * parent that is cancelled steps its children, and two who lock in opposite order would wait for each other for ever.
 */
export function lockInstance(tx: Transaction, id: string): Promise<ProcessInstanceRow | undefined> {
  return lock(tx, 'p.id = $1', id);
}

/** The same for the instance that a user task belongs to, whatever has become of the task. */
export function lockInstanceOfTask(tx: Transaction, task: string): Promise<ProcessInstanceRow | undefined> {
  return lock(tx, 'p.id = (SELECT process_instance_id FROM user_task WHERE id = $1)', task);
}

async function lock(tx: Transaction, condition: string, value: string): Promise<ProcessInstanceRow | undefined> {
  const [row] = await tx.query<ProcessInstanceRow[]>(
    `SELECT ${COLUMNS} FROM process_instance p JOIN process_instance root ON root.id = p.root_id
     WHERE ${condition} FOR UPDATE OF root, p`,
    [value],
  );
  return row;
}

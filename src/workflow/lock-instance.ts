import type { EntityTarget } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { INSTANCE_COLUMNS, type Locked, type Subject } from './locked.js';
import { ProcessInstanceRow } from './process-instance.entity.js';

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

/** The same by whatever a command is about. It is read once the instance is locked, when nobody else changes it. */
export async function lockSubject<Row extends Subject>(
  tx: Transaction,
  entity: EntityTarget<Row>,
  key: string,
): Promise<Locked<Row> | undefined> {
  const { tableName } = tx.connection.getMetadata(entity);
  const owner = entity === ProcessInstanceRow ? '$1' : `(SELECT process_instance_id FROM ${tableName} WHERE id = $1)`;
  const instance = await lock(tx, `p.id = ${owner}`, key);
  const row = instance && (await tx.getRepository(entity).createQueryBuilder('t').where({ id: key }).getOne());
  return row ? { instance, row } : undefined;
}

async function lock(tx: Transaction, condition: string, value: string): Promise<ProcessInstanceRow | undefined> {
  const [row] = await tx.query<ProcessInstanceRow[]>(
    `SELECT ${INSTANCE_COLUMNS} FROM process_instance p JOIN process_instance root ON root.id = p.root_id
     WHERE ${condition} FOR UPDATE OF root, p`,
    [value],
  );
  return row;
}

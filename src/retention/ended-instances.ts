import { eraseHistory } from '../history/erase-history.js';
import { type Database, deleteInstances } from './case-tables.js';

const BATCH = 100;
const DELIVERIES = 1_000;

/**
 * Erases process instances that belong to no dossier and ended before a time, with those they called and all their rows: one
 * batch, in a transaction of the caller. Answers how many went; less than a batch's worth is the end.
 */
export async function eraseEndedInstances(
  tx: Database,
  { before, key, now }: { before: Date; key: string; now: Date },
): Promise<{ roots: number; more: boolean }> {
  const roots = await tx.query<{ id: string }>(
    `SELECT id FROM process_instance i
     WHERE started_at < $1 AND ended_at < $1 AND parent_id IS NULL
       AND NOT EXISTS (SELECT FROM dossier d WHERE d.process_instance_key = i.id)
       AND NOT EXISTS (SELECT FROM process_instance called WHERE called.root_id = i.id AND called.ended_at IS NULL)
     ORDER BY started_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
    [before],
  );
  const all = await tx.query<{ id: string }>('SELECT id FROM process_instance WHERE root_id = ANY($1)', [
    roots.map(({ id }) => id),
  ]);
  const ids = all.map(({ id }) => id);
  if (ids.length > 0) {
    await eraseHistory(tx, key, ids, now);
    await deleteInstances(tx, ids);
  }
  return { roots: roots.length, more: roots.length === BATCH };
}

/** Deliveries that nobody could work on for so long: what they speak of has ended or was erased. */
export async function deleteOldDeliveries(tx: Database, before: Date): Promise<{ deleted: number; more: boolean }> {
  const gone = await tx.query(
    `WITH gone AS (
       DELETE FROM outbox_entry WHERE id IN (
         SELECT id FROM outbox_entry WHERE created_at < $1 AND coalesce(due_at, created_at) < $1
         LIMIT ${DELIVERIES} FOR UPDATE SKIP LOCKED)
       RETURNING id)
     SELECT id FROM gone`,
    [before],
  );
  return { deleted: gone.length, more: gone.length === DELIVERIES };
}

import type { MigrationPlan } from '#engine';
import type { Transaction } from '../database/transaction.js';
import type { Instance } from './turn.js';

const TABLES = ['user_task', 'job', 'timer', 'message_subscription', 'signal_subscription'] as const;

/** While an instance is suspended its timers have no time: each is set again, later, by the resumption. */
export async function stopTimers(tx: Transaction, processInstanceKey: string): Promise<void> {
  await tx.query('DELETE FROM timer WHERE process_instance_id = $1', [processInstanceKey]);
}

/** After a suspension: what came meanwhile found nobody, so jobs are delivered and messages looked for once more. */
export async function wakeWaits(tx: Transaction, processInstanceKey: string, now: Date): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `INSERT INTO outbox_entry (topic, payload, created_at)
     SELECT 'job.created', jsonb_build_object('jobKey', id::text, 'priority', priority), $2::timestamptz FROM job
       WHERE process_instance_id = $1 AND retries > 0
     UNION ALL
     SELECT 'message.awaited', jsonb_build_object('message', message, 'correlationKey', correlation_key), $2::timestamptz
       FROM message_subscription WHERE process_instance_id = $1
     RETURNING id`,
    [processInstanceKey, now],
  );
  return rows.length > 0;
}

/** After a migration: the rows of what an instance waits for name the elements of its new version; its history is found by it. */
export async function renameWaits(tx: Transaction, instance: Instance, plan: MigrationPlan): Promise<void> {
  const { id, processDefinitionId, processId } = instance;
  for (const table of TABLES)
    await tx.query(
      `UPDATE ${table} SET element = $2::jsonb->>element WHERE process_instance_id = $1 AND $2::jsonb ? element`,
      [id, JSON.stringify(plan)],
    );
  await tx.query('UPDATE message_subscription SET process_id = $2 WHERE process_instance_id = $1', [id, processId]);
  await tx.query(
    `UPDATE user_task SET process_definition_id = $2, process_id = $3
     WHERE process_instance_id = $1 AND state = 'created'`,
    [id, processDefinitionId, processId],
  );
  await tx.query('UPDATE process_instance SET process_definition_id = $2, process_id = $3 WHERE id = $1', [
    id,
    processDefinitionId,
    processId,
  ]);
  await tx.query(
    `UPDATE history_entry h SET process_definition_id = $2 FROM process_instance p
     WHERE p.id = $1 AND h.process_instance_id = $1 AND h.at >= p.started_at`,
    [id, processDefinitionId],
  );
}

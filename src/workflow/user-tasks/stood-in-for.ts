import type { Transaction } from '../../database/transaction.js';

/**
 * The account in whose name somebody (`by`) asked what the listeners of a task have now agreed to: the engine only knows who
 * asked, the history of the asking knows for whom.
 */
export async function stoodInFor(
  tx: Transaction,
  processInstanceKey: string,
  wait: string,
  by: string | undefined,
): Promise<{ for?: string }> {
  if (by === undefined) return {};
  const [asked] = await tx.query<{ absent: string | null }[]>(
    `SELECT h.data->>'for' AS absent FROM history_entry h
     JOIN user_task t ON t.process_instance_id = h.process_instance_id AND t.id::text = h.data->>'task'
     WHERE h.process_instance_id = $1 AND t.process_instance_id = $1 AND t.wait = $2 AND h.kind = 'task.submitted'
       AND h.actor->>'accountId' = $3 ORDER BY h.id DESC LIMIT 1`,
    [processInstanceKey, wait, by],
  );
  return asked?.absent ? { for: asked.absent } : {};
}

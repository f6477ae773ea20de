import type { Turn } from './turn.js';

/** An instance that a message started is over: the next message with its key may start the next one. */
export async function tellBufferedStarts({ tx, instance, changes }: Turn): Promise<void> {
  const { startCorrelationKey: correlationKey, processId } = instance;
  if (!correlationKey) return;
  const names = await tx.query<{ message: string }[]>(
    `SELECT DISTINCT name AS message FROM start_subscription WHERE kind = 'message' AND process_id = $1`,
    [processId],
  );
  for (const { message } of names) changes.tell('message.awaited', { message, correlationKey });
}

import { SIGNAL_STARTS } from '../signal-starts.js';
import type { EffectHandler } from './effect-handler.js';

/**
 * Reaches everybody who listens at this moment, and nobody later. Each one is told in a transaction of its own: instances
 * that broadcast to each other at once would wait for each other for ever.
 */
export const broadcastSignal: EffectHandler<'broadcast-signal'> = async ({ tx, changes }, { signal, variables }) => {
  const subscriptions = await tx.query<{ processInstanceKey: string; wait: string }[]>(
    `SELECT process_instance_id AS "processInstanceKey", wait FROM signal_subscription WHERE signal = $1 ORDER BY id`,
    [signal],
  );
  for (const subscription of subscriptions) changes.tell('signal.caught', { ...subscription, variables });
  const starts = await tx.query<{ processId: string; element: string; part: number | null }[]>(
    `SELECT process_id AS "processId", element, part FROM (${SIGNAL_STARTS}) starts`,
    [signal],
  );
  for (const { part, ...start } of starts)
    changes.tell('signal.started', { ...start, ...(part !== null && { part }), variables });
};

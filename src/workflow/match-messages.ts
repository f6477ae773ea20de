import type { Variables } from '#engine';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import type { ProcessInstancesService } from './process-instances.service.js';

interface Meeting {
  readonly message: string;
  readonly correlationKey: string;
  readonly now: Date;
}

interface BufferedMessage {
  readonly id: string;
  readonly variables: Variables;
}

/**
 * Gives the messages of one name and correlation key to whoever waits for them: oldest message first, oldest subscription
 * first, at most one instance of each process per message.
 *
 * Publishing and waiting never see each other's uncommitted rows. So both come here, publishers before and waiters after
 * their commit, and the lock lets them in one by one: the second sees what the first did. A step never takes this lock, so
 * locking instances under it is safe.
 */
export async function matchMessages(
  tx: Transaction,
  processInstances: ProcessInstancesService,
  meeting: Meeting,
): Promise<void> {
  const { message, correlationKey, now } = meeting;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify([message, correlationKey])]);
  const buffered = await tx.query<BufferedMessage[]>(
    `SELECT id, variables FROM message WHERE name = $1 AND correlation_key = $2 AND expires_at >= $3 ORDER BY id`,
    [message, correlationKey, now],
  );
  for (const one of buffered) {
    await correlate(tx, processInstances, one, meeting);
    await startProcesses(tx, processInstances, one, meeting);
  }
}

/** To the oldest subscription of each process that accepts it. */
async function correlate(
  tx: Transaction,
  processInstances: ProcessInstancesService,
  { id, variables }: BufferedMessage,
  { message, correlationKey }: Meeting,
): Promise<void> {
  const subscriptions = await tx.query<{ processInstanceId: string; processId: string; wait: string }[]>(
    `SELECT process_instance_id AS "processInstanceId", process_id AS "processId", wait
     FROM message_subscription s WHERE message = $1 AND correlation_key = $2 AND NOT EXISTS (
       SELECT FROM message_correlation c WHERE c.message_id = $3 AND c.process_id = s.process_id)
     ORDER BY id`,
    [message, correlationKey, id],
  );
  const served = new Set<string>();
  for (const { processInstanceId, processId, wait } of subscriptions) {
    if (served.has(processId)) continue;
    const command = { type: 'correlate-message', wait, variables } as const;
    const outcome = await processInstances.dispatchIn(tx, processInstanceId, command, SYSTEM);
    if ('rejection' in outcome) continue; // it has just moved on
    served.add(processId);
    await noteCorrelation(tx, id, processId, processInstanceId);
  }
}

/** A process that this message starts, unless one that the same key started is still running: then it waits its turn. */
async function startProcesses(
  tx: Transaction,
  processInstances: ProcessInstancesService,
  { id, variables }: BufferedMessage,
  { message, correlationKey }: Meeting,
): Promise<void> {
  const starts = await tx.query<{ processId: string; processDefinitionId: string; element: string; part?: number }[]>(
    `SELECT process_id AS "processId", process_definition_id AS "processDefinitionId", element, part
     FROM start_subscription s WHERE kind = 'message' AND name = $1
     AND NOT EXISTS (SELECT FROM message_correlation c WHERE c.message_id = $2 AND c.process_id = s.process_id)
     AND NOT EXISTS (SELECT FROM process_instance i WHERE i.process_id = s.process_id
       AND i.start_correlation_key = nullif($3, '') AND i.ended_at IS NULL)
     ORDER BY id`,
    [message, id, correlationKey],
  );
  for (const { processId, processDefinitionId, element, part } of starts) {
    const { processInstanceKey } = await processInstances.start(tx, {
      processId,
      processDefinitionKey: processDefinitionId,
      variables,
      startEvent: element,
      part: part ?? undefined,
      correlationKey: correlationKey || undefined,
      actor: SYSTEM,
    });
    await noteCorrelation(tx, id, processId, processInstanceKey);
  }
}

async function noteCorrelation(tx: Transaction, message: string, processId: string, instance: string): Promise<void> {
  await tx.query('INSERT INTO message_correlation (message_id, process_id, process_instance_id) VALUES ($1, $2, $3)', [
    message,
    processId,
    instance,
  ]);
}

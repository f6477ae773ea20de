import type { Transaction } from '../database/transaction.js';
import { lockInstance } from '../workflow/lock-instance.js';
import { MessageSubscriptionRow } from '../workflow/message-subscription.entity.js';
import { partsOf } from './activation.js';
import type { Draft } from './draft.entity.js';

/**
 * The message that this activation of an element waits for, if it still does; the process instance is locked, so it goes on
 * waiting until the transaction ends.
 */
export async function lockAwaited(
  tx: Transaction,
  processInstanceKey: string,
  { element, elementInstance }: Pick<Draft, 'element' | 'elementInstance'>,
): Promise<MessageSubscriptionRow | null> {
  await lockInstance(tx, processInstanceKey);
  return (
    tx
      .createQueryBuilder(MessageSubscriptionRow, 'subscription')
      .where({ element, ...partsOf(processInstanceKey, elementInstance ?? '') })
      // it may wait in a process that ours has called; locking the root has stopped them all
      .andWhere(
        `subscription.processInstanceId IN (SELECT id FROM process_instance WHERE root_id = :processInstanceKey)`,
        { processInstanceKey },
      )
      .getOne()
  );
}

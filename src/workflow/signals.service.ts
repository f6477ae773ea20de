import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { SIGNAL_STARTS } from './signal-starts.js';

interface Catcher {
  readonly sequence: string;
  readonly processInstanceKey: string | null;
  readonly wait: string | null;
  readonly processId: string | null;
  readonly element: string | null;
  readonly part: string | null;
}

/**
 * A signal from outside reaches everybody who listens at this moment, and nobody later. Whom it shall reach is written down
 * first, as when a process throws it; then each one is told in a transaction of its own. A program that dies in between has
 * the rest told by the relay.
 */
@Injectable()
export class SignalsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly outbox: Outbox,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** The key of the signal, once everybody has heard it. */
  async broadcast(signal: string, variables: Variables): Promise<string> {
    const { key, catchers } = await this.database.transaction(async (tx) => ({
      key: await this.keys.next(tx),
      catchers: await this.writeDown(tx, signal, variables),
    }));
    for (const catcher of catchers)
      await this.database.transaction(async (tx) => {
        if (await this.outbox.take(tx, catcher.sequence)) await this.tell(tx, catcher, variables, SYSTEM);
      });
    return key;
  }

  /** As sent: the relay looks after them only when they are still there minutes later. */
  private writeDown(tx: Transaction, signal: string, variables: Variables): Promise<Catcher[]> {
    return tx.query<Catcher[]>(
      `WITH caught AS (
         SELECT id, process_instance_id, wait, NULL::text AS process_id, NULL::text AS element, NULL::integer AS part, 'signal.caught' AS topic
         FROM signal_subscription WHERE signal = $1
         UNION ALL
         SELECT id, NULL, NULL, process_id, element, part, 'signal.started' FROM (${SIGNAL_STARTS}) starts),
       told AS (
         INSERT INTO outbox_entry (topic, payload, created_at, sent_at)
         SELECT topic, jsonb_strip_nulls(jsonb_build_object('processInstanceKey', process_instance_id::text, 'wait', wait,
           'processId', process_id, 'element', element, 'part', part)) || jsonb_build_object('variables', $2::jsonb), $3, $3
         FROM caught ORDER BY id RETURNING id, payload)
       SELECT id AS sequence, payload->>'processInstanceKey' AS "processInstanceKey", payload->>'wait' AS wait,
         payload->>'processId' AS "processId", payload->>'element' AS element, payload->>'part' AS part FROM told ORDER BY id`,
      [signal, variables, this.clock.now()],
    );
  }

  private async tell(tx: Transaction, catcher: Catcher, variables: Variables, actor: Actor): Promise<void> {
    const { processInstanceKey, wait, processId, element } = catcher;
    const part = catcher.part === null ? undefined : Number(catcher.part);
    if (processInstanceKey && wait)
      await this.processInstances.dispatchIn(
        tx,
        processInstanceKey,
        { type: 'trigger-signal', wait, variables },
        actor,
      );
    else if (processId && element)
      await this.processInstances.start(tx, { processId, variables, startEvent: element, part, actor });
  }
}

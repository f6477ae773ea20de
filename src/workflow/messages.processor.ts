import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { MessagesService } from './messages.service.js';
import { ProcessInstancesService } from './process-instances.service.js';

type Delivery = Job<Delivered<'message.awaited' | 'signal.caught' | 'signal.started'>>;

/** Messages and signals reach those who wait for them. */
@Processor('messages', { ...WORKER, ...queues.messages })
export class MessagesProcessor extends WorkerHost {
  constructor(
    private readonly database: DataSource,
    private readonly outbox: Outbox,
    private readonly messages: MessagesService,
    private readonly processInstances: ProcessInstancesService,
  ) {
    super();
  }

  async process({ data }: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.outbox.take(tx, data.sequence)) await this.pass(tx, data);
    });
  }

  private async pass(tx: Transaction, data: Delivery['data']): Promise<void> {
    if ('correlationKey' in data) return this.messages.match(tx, data.message, data.correlationKey);
    const variables = data.variables as Variables;
    if ('wait' in data) {
      const command = { type: 'trigger-signal', wait: data.wait, variables } as const;
      await this.processInstances.dispatchIn(tx, data.processInstanceKey, command, SYSTEM);
    } else {
      const { processId, element: startEvent, part } = data;
      await this.processInstances.start(tx, { processId, variables, startEvent, part, actor: SYSTEM });
    }
  }
}

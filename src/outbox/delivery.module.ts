import { type BeforeApplicationShutdown, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Job, Queue, Worker } from 'bullmq';
import { DataSource } from 'typeorm';
import { EmptiedQueues } from './emptied-queues.js';
import { Groups } from '../database/groups.js';
import { OutboxModule } from './outbox.module.js';
import { OutboxRelay } from './outbox.relay.js';
import { Processors } from './processors.js';
import { QueueFigures } from './queue-figures.js';
import { queueConnections } from './queues.js';
import { Sweep } from './sweep.js';

const FORGETTING = { groups: 1, perGroup: 200 };

/** Delivers the outbox: relay, queues and sweep, started last and stopped first. */
@Module({
  imports: [OutboxModule, DiscoveryModule, ...queueConnections()],
  providers: [EmptiedQueues, OutboxRelay, Processors, QueueFigures],
})
export class DeliveryModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Delivery');
  private readonly forgetting = new Set<Promise<void>>();
  /** Entries that were worked on: deleted by one statement for all that were meanwhile. */
  private readonly done = new Groups<string, undefined>(async (sequences) => {
    await this.database.query('DELETE FROM outbox_entry WHERE id = ANY($1)', [sequences]);
    return sequences.map(() => undefined);
  }, FORGETTING);

  constructor(
    private readonly relay: OutboxRelay,
    private readonly sweep: Sweep,
    private readonly emptied: EmptiedQueues,
    private readonly processors: Processors,
    private readonly database: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const [workers, queues] = [this.processors.workers(), this.processors.queues()];
    for (const worker of workers) {
      worker.on('completed', (delivery: Job) => this.remember(this.forget(delivery)));
      worker.on('failed', (delivery, error) => this.complain(`${delivery?.name} failed`, error));
      worker.on('error', (error) => this.complain('The queue complains', error));
    }
    for (const queue of queues) queue.on('error', (error) => this.complain('The queue complains', error));
    // BullMQ never tries its first connection to PostgreSQL again: better not to start than to run without a queue
    await Promise.all([...queues, ...workers].map(ready));
    await this.relay.start();
    this.sweep.start();
    this.emptied.start(queues);
  }

  /** While the database is still there: let what is being worked on end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.emptied.stop();
    await this.sweep.stop();
    await this.relay.stop();
    await Promise.all(this.processors.workers().map((worker) => worker.close()));
    await Promise.all(this.forgetting);
  }

  private remember(forgetting: Promise<void>): void {
    this.forgetting.add(forgetting);
    void forgetting.then(() => this.forgetting.delete(forgetting));
  }

  private async forget({ data }: Job): Promise<void> {
    const { sequence } = data as { sequence: string };
    // when this fails the sweep delivers once more, and the processor finds nothing to do
    await this.done.ask(sequence).catch(() => undefined);
  }

  /** Messages of errors may quote what people wrote: they are for debugging only. */
  private complain(what: string, error: Error): void {
    const { code } = error as NodeJS.ErrnoException;
    this.logger.warn(`${what}: ${error.name}${code ? ` ${code}` : ''}`);
    this.logger.debug(error.message);
  }
}

async function ready(one: Queue | Worker): Promise<void> {
  await one.waitUntilReady();
}

import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Connection } from '../database/connection.js';
import { DatabaseServer } from '../database/server.js';
import { CHANNEL } from './outbox.js';
import type { OutboxEntryRow } from './outbox-entry.entity.js';
import { type QueueName, type Topics, topics } from './topics.js';
import { urgency } from './urgency.js';

const BATCH = 200;
/** How long an entry waits when the NOTIFY about it got lost. */
const POLL_MILLISECONDS = 1_000;
/** A client of a Redis that is away would wait for it for ever, and hold the entries meanwhile. */
const PATIENCE_MILLISECONDS = 10_000;
/** A delivery that fails is tried again for a quarter of an hour, then by the sweep. */
const DELIVERY = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** Oldest first; what another program is sending is left to it. */
export const UNSENT = `SELECT id, topic, payload, due_at AS "dueAt" FROM outbox_entry WHERE sent_at IS NULL
  ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;

type Entry = Pick<OutboxEntryRow, 'id' | 'topic' | 'payload' | 'dueAt'>;

/**
 * Brings committed outbox entries to the queues: oldest first, at least once. Any number of programs may relay at once.
 *
 * The number of the entry is the number of the delivery, so the queue itself forgets what is sent twice.
 */
@Injectable()
export class OutboxRelay {
  private running = false;
  private wanted = false;
  private current: Promise<void> = Promise.resolve();
  private poll?: NodeJS.Timeout;
  private listener?: Connection;

  constructor(
    private readonly database: DataSource,
    private readonly server: DatabaseServer,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  async start(): Promise<void> {
    this.running = true;
    this.poll = setInterval(() => this.wake(), POLL_MILLISECONDS);
    await this.listen();
    this.wake();
  }

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.poll);
    await this.current;
    await this.listener?.end().catch(() => undefined);
  }

  private wake(): void {
    this.wanted = true;
    this.current = this.current.then(() => this.drain());
  }

  private async drain(): Promise<void> {
    while (this.running && this.wanted) {
      this.wanted = false;
      try {
        if ((await this.relay()) === BATCH) this.wanted = true;
      } catch {
        return; // database or queue out of reach: the next poll tries again
      }
    }
  }

  /** The lock on the entries is held until the queue has them: a relay that dies leaves them unsent. */
  private relay(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const entries = await tx.query<Entry[]>(UNSENT);
      if (entries.length === 0) return 0;
      await this.deliver(entries);
      const ids = entries.map(({ id }) => id);
      await tx.query(`UPDATE outbox_entry SET sent_at = $1 WHERE id = ANY($2)`, [this.clock.now(), ids]);
      return entries.length;
    });
  }

  /** To their queues, all those of a queue at once. */
  async deliver(entries: readonly Entry[]): Promise<void> {
    const byQueue = new Map<QueueName, Entry[]>();
    for (const entry of entries) {
      const queue = topics[entry.topic];
      byQueue.set(queue, [...(byQueue.get(queue) ?? []), entry]);
    }
    const now = this.clock.now();
    for (const [name, some] of byQueue)
      await inTime(this.queue(name).addBulk(some.map((entry) => delivery(entry, now))));
  }

  private queue(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }

  private async listen(): Promise<void> {
    const listener = new Connection({ connectionString: this.server.url });
    this.listener = listener;
    listener.on('notification', () => this.wake());
    // until a new connection stands, polling does
    listener.on('error', () => void listener.end().catch(() => undefined));
    listener.once('end', () => this.running && setTimeout(() => void this.listen().catch(() => undefined), 1_000));
    await listener.connect();
    await listener.query(`LISTEN ${CHANNEL}`);
  }
}

function delivery({ id, topic, payload, dueAt }: Entry, now: Date) {
  const delay = dueAt ? Math.max(0, dueAt.getTime() - now.getTime()) : 0;
  const priority = topic === 'job.created' ? { priority: urgency((payload as Topics['job.created']).priority) } : {};
  const opts = { ...DELIVERY, ...priority, jobId: `entry-${id}`, delay };
  return { name: topic, data: { ...payload, sequence: id }, opts };
}

async function inTime(adding: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('The queue does not answer.')), PATIENCE_MILLISECONDS);
  });
  adding.catch(() => undefined); // it may fail long after we gave up
  await Promise.race([adding, late]).finally(() => clearTimeout(timer));
}

import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Processors } from './processors.js';
import { Sweep } from './sweep.js';

const KEPT = `interval '1 day'`;
const LONGEST_REASON = 500;

/**
 * Counts what becomes of deliveries, writes down why they fail, and does what an administrator wants with those that do. The
 * figures are rows: any program shows them, whichever store the queues live in.
 */
@Injectable()
export class QueueFigures implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private counted = new Map<string, { completed: number; failed: number }>();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly processors: Processors,
    private readonly sweep: Sweep,
  ) {}

  onApplicationBootstrap(): void {
    for (const worker of this.processors.workers()) {
      worker.on('completed', () => this.count(worker.name, 'completed'));
      worker.on('failed', (delivery, error) => {
        this.count(worker.name, 'failed');
        if (delivery) void this.remember(delivery, error);
      });
    }
    this.sweep.add(() => this.write());
    this.sweep.add(() => this.fulfil());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.write().catch(() => undefined);
  }

  private count(queue: string, what: 'completed' | 'failed'): void {
    const figures = this.counted.get(queue) ?? { completed: 0, failed: 0 };
    figures[what]++;
    this.counted.set(queue, figures);
  }

  private async remember({ data }: Job, { message }: Error): Promise<void> {
    const { sequence } = data as { sequence: string };
    await this.database
      .query('UPDATE outbox_entry SET failures = failures + 1, failure = $2, failed_at = $3 WHERE id = $1', [
        sequence,
        message.slice(0, LONGEST_REASON),
        this.clock.now(),
      ])
      .catch(() => undefined); // it is tried again, and fails or not
  }

  private async write(): Promise<void> {
    const now = this.clock.now();
    const counted = [...this.counted].map(([queue, figures]) => ({ queue, ...figures }));
    this.counted = new Map();
    await this.database.query(
      `INSERT INTO queue_figure (queue, minute, completed, failed)
       SELECT queue, date_trunc('minute', $2::timestamptz), completed, failed
       FROM jsonb_to_recordset($1::jsonb) AS x(queue text, completed int, failed int)
       ON CONFLICT (queue, minute) DO UPDATE SET completed = queue_figure.completed + excluded.completed,
         failed = queue_figure.failed + excluded.failed`,
      [JSON.stringify(counted), now],
    );
    await this.database.query(`DELETE FROM queue_figure WHERE minute < $1::timestamptz - ${KEPT}`, [now]);
    const states = await Promise.all(
      this.processors.queues().map(async (queue) => {
        const { wait = 0, prioritized = 0, active = 0, delayed = 0 } = await queue.getJobCounts();
        return { queue: queue.name, counts: { waiting: wait + prioritized, active, delayed } };
      }),
    );
    await this.database.query(
      `INSERT INTO queue_state (queue, counts, at)
       SELECT queue, counts, $2 FROM jsonb_to_recordset($1::jsonb) AS x(queue text, counts jsonb)
       ON CONFLICT (queue) DO UPDATE SET counts = excluded.counts, at = excluded.at`,
      [JSON.stringify(states), now],
    );
  }

  /** A delivery keeps its number whatever is done with it: it says in which order things were told. */
  private async fulfil(): Promise<void> {
    const wishes = await this.database.query<{ id: string; wish: 'retry' | 'discard' }[]>(
      'SELECT id, wish FROM outbox_entry WHERE wish IS NOT NULL',
    );
    for (const { id, wish } of wishes) {
      const delivery = await this.find(`entry-${id}`);
      const state = await delivery?.getState();
      if (state === 'active') continue; // it ends first
      if (wish === 'discard') {
        await delivery?.remove();
        await this.database.query('DELETE FROM outbox_entry WHERE id = $1', [id]);
      } else {
        if (state === 'delayed') await delivery?.promote();
        const again = delivery ? 'sent_at' : 'NULL';
        await this.database.query(
          `UPDATE outbox_entry SET wish = NULL, failures = 0, failure = NULL, due_at = NULL, sent_at = ${again} WHERE id = $1`,
          [id],
        );
      }
    }
  }

  private async find(id: string): Promise<Job | undefined> {
    const found = await Promise.all(this.processors.queues().map((queue: Queue) => queue.getJob(id)));
    return found.find((one) => one !== undefined) as Job | undefined;
  }
}

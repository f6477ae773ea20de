import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { type QueueName, queues, type Topic, topics } from './topics.js';

/** One queue at a glance. Counts of entries are of now, `active` is as old as `at`. */
export interface QueueOverview {
  readonly queue: QueueName;
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly failing: number;
  /** In the last hour. */
  readonly completed: number;
  readonly failed: number;
  /** Per minute, over the last ten. */
  readonly rate: number;
  /** Since when the oldest waits that could be worked on. */
  readonly oldest: Date | null;
  readonly at: Date | null;
}

/** A delivery that failed and will be tried again. */
export interface FailingDelivery {
  readonly id: string;
  readonly topic: Topic;
  readonly queue: QueueName;
  readonly failure: string;
  readonly failures: number;
  readonly failedAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly wish: 'retry' | 'discard' | null;
}

interface Counted {
  readonly topic: Topic;
  readonly waiting: number;
  readonly delayed: number;
  readonly failing: number;
  readonly oldest: Date | null;
}

/** How the queues are doing, read from rows alone. */
@Injectable()
export class QueueOverviewService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  async all(): Promise<QueueOverview[]> {
    const now = this.clock.now();
    const [entries, figures, states] = await Promise.all([
      this.database.query<Counted[]>(
        `SELECT topic, count(*) FILTER (WHERE failures = 0 AND (due_at IS NULL OR due_at <= $1))::int AS waiting,
           count(*) FILTER (WHERE failures = 0 AND due_at > $1)::int AS delayed,
           count(*) FILTER (WHERE failures > 0)::int AS failing,
           min(coalesce(due_at, created_at)) FILTER (WHERE due_at IS NULL OR due_at <= $1) AS oldest
         FROM outbox_entry GROUP BY topic`,
        [now],
      ),
      this.database.query<{ queue: string; completed: number; failed: number; recent: number }[]>(
        `SELECT queue, sum(completed)::int AS completed, sum(failed)::int AS failed,
           coalesce(sum(completed) FILTER (WHERE minute > $1::timestamptz - interval '10 minutes'), 0)::int AS recent
         FROM queue_figure WHERE minute > $1::timestamptz - interval '1 hour' GROUP BY queue`,
        [now],
      ),
      this.database.query<{ queue: string; active: number; at: Date }[]>(
        `SELECT queue, (counts->>'active')::int AS active, at FROM queue_state`,
      ),
    ]);
    return (Object.keys(queues) as QueueName[]).map((queue) => {
      const own = entries.filter(({ topic }) => topics[topic] === queue);
      const sum = (of: (one: Counted) => number): number => own.reduce((total, one) => total + of(one), 0);
      const figure = figures.find((one) => one.queue === queue);
      const state = states.find((one) => one.queue === queue);
      const ages = own.flatMap(({ oldest }) => (oldest ? [oldest.getTime()] : []));
      return {
        queue,
        waiting: Math.max(0, sum(({ waiting }) => waiting) - (state?.active ?? 0)),
        delayed: sum(({ delayed }) => delayed),
        failing: sum(({ failing }) => failing),
        active: state?.active ?? 0,
        completed: figure?.completed ?? 0,
        failed: figure?.failed ?? 0,
        rate: (figure?.recent ?? 0) / 10,
        oldest: ages.length > 0 ? new Date(Math.min(...ages)) : null,
        at: state?.at ?? null,
      };
    });
  }

  /** The latest failure first. */
  async failing(limit = 100): Promise<FailingDelivery[]> {
    const rows = await this.database.query<Omit<FailingDelivery, 'queue'>[]>(
      `SELECT id, topic, payload, failure, failures, failed_at AS "failedAt", wish FROM outbox_entry
       WHERE failures > 0 ORDER BY failed_at DESC LIMIT $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, queue: topics[row.topic] }));
  }

  /** The background program does it with its next round; undefined when the delivery does not fail (any more). */
  async wish(id: string, wish: 'retry' | 'discard'): Promise<FailingDelivery | undefined> {
    const [rows] = await this.database.query<[Omit<FailingDelivery, 'queue'>[], number]>(
      `UPDATE outbox_entry SET wish = $2 WHERE id = $1 AND failures > 0
       RETURNING id, topic, payload, failure, failures, failed_at AS "failedAt", wish`,
      [id, wish],
    );
    const [row] = rows;
    return row && { ...row, queue: topics[row.topic] };
  }
}

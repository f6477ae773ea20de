import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { History } from '../../history/history.js';
import { QueueOverviewService } from '../../outbox/queue-overview.service.js';
import { JobsService } from '../../workflow/jobs.service.js';

/** A service task whose last try failed and that will be tried again. */
export interface FailingJob {
  readonly id: string;
  readonly type: string;
  readonly element: string;
  readonly processId: string;
  readonly failure: string;
  readonly retries: number;
  readonly dueAt: Date;
}

export type QueueDeed = 'retry' | 'discard';

/** What an administrator does with what fails, with the reason that is kept. */
@Injectable()
export class QueueActions {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly overview: QueueOverviewService,
    private readonly jobs: JobsService,
  ) {}

  failingJobs(limit = 100): Promise<FailingJob[]> {
    return this.database.query<FailingJob[]>(
      `SELECT job.id, job.type, job.element, p.process_id AS "processId", job.failure, job.retries, job.due_at AS "dueAt"
       FROM job JOIN process_instance p ON p.id = job.process_instance_id
       WHERE job.failure IS NOT NULL AND job.retries > 0 ORDER BY job.due_at LIMIT $1`,
      [limit],
    );
  }

  /** A delivery: by the background program, with its next round. False when it does not fail any more. */
  async delivery(id: string, deed: QueueDeed, reason: string, by: CurrentAccount): Promise<boolean> {
    const delivery = await this.overview.wish(id, deed);
    if (!delivery) return false;
    const { topic, payload, queue } = delivery;
    if (deed === 'discard') await this.giveUp(topic, payload, reason);
    await this.record(`delivery.${deed}`, `${queue}, ${topic} ${id}`, reason, by, await this.instanceOf(payload));
    return true;
  }

  /** A service task: tried now, or given up as an incident that waits for a person. */
  async job(id: string, deed: QueueDeed, reason: string, by: CurrentAccount): Promise<boolean> {
    const job = (await this.failingJobs(10_000)).find((one) => one.id === id);
    if (!job) return false;
    const instance = await this.instanceOf({ jobKey: id });
    if (deed === 'discard') await this.jobs.fail(id, reason, 0);
    else await this.jobs.again(id);
    await this.record(`job.${deed}`, `${job.type}, ${job.element} ${id}`, reason, by, instance);
    return true;
  }

  /** What the delivery spoke of does not wait for it for ever. */
  private async giveUp(topic: string, payload: Readonly<Record<string, unknown>>, reason: string): Promise<void> {
    if (topic === 'job.created') await this.jobs.fail(String(payload['jobKey']), reason, 0);
    if (topic === 'mail.queued')
      await this.database.query(`UPDATE mail_message SET status = 'failed' WHERE id::text = $1 AND status = 'queued'`, [
        String(payload['mailId']),
      ]);
  }

  private async instanceOf(payload: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const { processInstanceKey, jobKey, timerKey, taskKey } = payload;
    if (typeof processInstanceKey === 'string') return processInstanceKey;
    const [row] = await this.database.query<{ id: string }[]>(
      `SELECT process_instance_id AS id FROM job WHERE id::text = $1 UNION ALL
       SELECT process_instance_id FROM timer WHERE id::text = $2 AND process_instance_id IS NOT NULL UNION ALL
       SELECT process_instance_id FROM user_task WHERE id::text = $3`,
      [jobKey ?? null, timerKey ?? null, taskKey ?? null],
    );
    return row?.id;
  }

  private async record(
    kind: string,
    what: string,
    reason: string,
    by: CurrentAccount,
    instance?: string,
  ): Promise<void> {
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx.query('INSERT INTO organisation_change (kind, data, changed_by, at) VALUES ($1, $2, $3, $4)', [
        kind,
        JSON.stringify({ what: `${what} – ${reason}` }),
        by.id,
        at,
      ]);
      if (instance === undefined) return;
      const actor = { kind: 'agent' as const, accountId: by.id, name: by.name };
      await this.history.append(tx, { processInstanceKey: instance, kind, actor, at, data: { what, reason } });
    });
  }
}

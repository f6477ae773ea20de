import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Outbox } from '../outbox/outbox.js';
import { Sweep } from '../outbox/sweep.js';
import type { TaskRules } from './task-rules.js';

interface Watched {
  readonly taskId: string;
  readonly dueAt: Date;
  readonly remindAfter: string[];
  readonly escalateAfter: string | null;
}

/** A round looks at so many tasks; what is left waits for the next. */
const BATCH = 500;

/**
 * Looks after the due dates of tasks. What is to be done at a moment is written down in the same transaction as the wish to
 * do it, under the task, its due date and the moment: once, whoever looks, and anew when the due date changes.
 */
@Injectable()
export class WatchService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    sweep: Sweep,
  ) {
    sweep.add(() => this.round());
  }

  /** From now on; a task that is watched already is left as it is. */
  async watch(tx: Transaction, taskId: string, { remindAfter, escalateAfter }: TaskRules): Promise<void> {
    const moments = [...remindAfter, ...(escalateAfter === undefined ? [] : [escalateAfter])];
    await tx.query(
      `INSERT INTO task_watch (task_id, remind_after, escalate_after, earliest) VALUES ($1, $2, $3, $4)
       ON CONFLICT (task_id) DO NOTHING`,
      [taskId, remindAfter, escalateAfter ?? null, moments.length > 0 ? Math.min(...moments) : null],
    );
  }

  private async round(): Promise<void> {
    const now = this.clock.now();
    const [bound] = await this.database.query<{ earliest: string | null }[]>(
      'SELECT min(earliest) AS earliest FROM task_watch',
    );
    if (bound?.earliest == null) return;
    const due = await this.database.query<Watched[]>(
      `SELECT w.task_id AS "taskId", t.due_at AS "dueAt", w.remind_after AS "remindAfter", w.escalate_after AS "escalateAfter"
       FROM task_watch w JOIN user_task t ON t.id = w.task_id
       WHERE t.state = 'created' AND t.due_at <= $2 AND t.due_at + w.earliest * interval '1 millisecond' <= $1
         AND EXISTS (
           SELECT FROM unnest(w.remind_after || w.escalate_after) AS moment
           WHERE t.due_at + moment * interval '1 millisecond' <= $1 AND NOT EXISTS (
             SELECT FROM task_reminder r WHERE r.task_id = t.id AND r.due_at = t.due_at AND r.after = moment))
       ORDER BY t.due_at LIMIT ${BATCH}`,
      [now, new Date(now.getTime() - Number(bound.earliest))],
    );
    for (const one of due) await this.act(one, now);
  }

  private async act({ taskId, dueAt, remindAfter, escalateAfter }: Watched, now: Date): Promise<void> {
    const passed = (after: number): boolean => dueAt.getTime() + after <= now.getTime();
    const late = remindAfter.map(Number).filter(passed);
    await this.database.transaction(async (tx) => {
      const fresh: number[] = [];
      for (const after of late) if (await this.first(tx, taskId, 'reminder', dueAt, after, now)) fresh.push(after);
      // after an outage one reminder says as much as three
      const last = Math.max(...fresh);
      if (fresh.length > 0) await this.outbox.append(tx, 'task.reminder-due', { ...about(taskId, dueAt), after: last });
      if (escalateAfter === null || !passed(Number(escalateAfter))) return;
      if (await this.first(tx, taskId, 'escalation', dueAt, Number(escalateAfter), now))
        await this.outbox.append(tx, 'task.escalation-due', about(taskId, dueAt));
    });
  }

  private async first(
    tx: Transaction,
    taskId: string,
    kind: 'reminder' | 'escalation',
    dueAt: Date,
    after: number,
    now: Date,
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO task_reminder (task_id, kind, due_at, after, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING task_id`,
      [taskId, kind, dueAt, after, now],
    );
    return rows.length > 0;
  }
}

function about(taskKey: string, dueAt: Date): { taskKey: string; dueAt: string } {
  return { taskKey, dueAt: dueAt.toISOString() };
}

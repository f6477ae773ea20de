import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import { TaskMail, TaskRecipients } from './task-mail.js';

/** A task is due, or late: whoever has it, or its department, is told by e-mail; once, however often this is delivered. */
@Processor('reminders', { ...WORKER, ...queues.reminders })
export class RemindersProcessor extends WorkerHost {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly recipients: TaskRecipients,
    private readonly mail: TaskMail,
  ) {
    super();
  }

  async process({ data: { taskKey, dueAt, after } }: Job<Delivered<'task.reminder-due'>>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_read' as const };
      const task = await tx.findOne(UserTaskRow, { where: { id: taskKey, state: 'created' }, lock });
      // done meanwhile, or to be done on another day
      if (task?.dueAt?.toISOString() !== dueAt) return;
      const [sent] = await tx.query<unknown[]>(
        `SELECT FROM history_entry WHERE process_instance_id = $1 AND kind = 'task.reminded'
         AND data->>'task' = $2 AND data->>'dueAt' = $3 AND data->>'after' = $4`,
        [task.processInstanceId, taskKey, dueAt, String(after)],
      );
      if (sent) return;
      const to = await this.recipients.ofTask(task);
      await this.mail.send(tx, 'reminder', task, to, `reminder-${taskKey}-${dueAt}-${after}`);
      const said = to.map(({ name }) => name).join(', ');
      const { element, processInstanceId: processInstanceKey } = task;
      const entry = { kind: 'task.reminded', data: { task: taskKey, element, dueAt, after, said } };
      await this.history.append(tx, { processInstanceKey, actor: SYSTEM, at: this.clock.now(), ...entry });
    });
  }
}

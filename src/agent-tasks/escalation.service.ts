import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { SYSTEM } from '../history/actor.js';
import type { Delivered } from '../outbox/topics.js';
import { EditUserTaskService } from '../workflow/edit-user-task.service.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import { TaskMail, TaskRecipients } from './task-mail.js';

/** The priority of what is too late; the desk shows it as urgent. */
const ESCALATED = 90;

/** A task that is too late, or will be, becomes urgent, and the head of its department is told. */
@Injectable()
export class EscalationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly editing: EditUserTaskService,
    private readonly recipients: TaskRecipients,
    private readonly mail: TaskMail,
  ) {}

  async escalate({ taskKey, dueAt }: Delivered<'task.escalation-due'>): Promise<void> {
    const task = await this.database.manager.findOneBy(UserTaskRow, { id: taskKey, state: 'created' });
    // done meanwhile, or to be done on another day
    if (task?.dueAt?.toISOString() !== dueAt) return;
    const to = await this.recipients.ofDepartments(task, 'head');
    const words = task.dueAt > this.clock.now() ? 'escalation-before' : 'escalation';
    await this.database.transaction((tx) => this.mail.send(tx, words, task, to, `escalation-${taskKey}-${dueAt}`));
    if (task.priority >= ESCALATED) return;
    const said = to.map(({ name }) => name).join(', ');
    const edit = { change: { priority: ESCALATED }, kind: 'task.escalated', override: true, reason: said };
    await this.editing.edit(taskKey, edit, SYSTEM);
  }
}

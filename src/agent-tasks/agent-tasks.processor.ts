import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { DataSource } from 'typeorm';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { DefinitionsService } from '../workflow/definitions.service.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import { AssignmentService } from './assignment.service.js';
import { EscalationService } from './escalation.service.js';
import { readTaskRules } from './task-rules.js';
import { WatchService } from './watch.service.js';

/** What the model wants to be done about a task besides the task: assignment, reminders, escalation. */
@Processor('agent-tasks', { ...WORKER, ...queues['agent-tasks'] })
export class AgentTasksProcessor extends WorkerHost {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: DefinitionsService,
    private readonly watching: WatchService,
    private readonly assignment: AssignmentService,
    private readonly escalation: EscalationService,
  ) {
    super();
  }

  process({ name, data }: Job): Promise<void> {
    return name === 'task.escalation-due'
      ? this.escalation.escalate(data as Delivered<'task.escalation-due'>)
      : this.begin(data as Delivered<'task.created'>);
  }

  private async begin({ taskKey }: Delivered<'task.created'>): Promise<void> {
    const task = await this.database.manager.findOneBy(UserTaskRow, { id: taskKey, state: 'created' });
    if (!task) return;
    const { nodes } = await this.definitions.compiled(task.processDefinitionId);
    const rules = readTaskRules(nodes.get(task.element)?.properties ?? {});
    await this.watching.watch(this.database.manager, taskKey, rules);
    if (rules.assign && task.assignee === null) await this.assignment.assign(task, rules.assign);
  }
}

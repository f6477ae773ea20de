import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { AgentTasksProcessor } from './agent-tasks.processor.js';
import { AssignmentService } from './assignment.service.js';
import { EscalationService } from './escalation.service.js';
import { RemindersProcessor } from './reminders.processor.js';
import { TaskMail, TaskRecipients } from './task-mail.js';
import { WatchService } from './watch.service.js';

/** What the background program does so that tasks are done, and in time. */
@Module({
  imports: [AccessModule, DossiersModule, HistoryModule, MailModule, OutboxModule, ProceduresModule, WorkflowModule],
  providers: [
    AgentTasksProcessor,
    AssignmentService,
    EscalationService,
    RemindersProcessor,
    TaskMail,
    TaskRecipients,
    WatchService,
  ],
})
export class AgentTasksProcessorsModule {}

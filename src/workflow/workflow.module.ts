import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.js';
import { HistoryModule } from '../history/history.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { BatchesService } from './batches.service.js';
import { CommitBell } from './commit-bell.js';
import { ConditionalStartsService } from './conditional-starts.service.js';
import { DefinitionRow } from './definition.entity.js';
import { DefinitionsService } from './definitions.service.js';
import { DeleteDefinitionService } from './delete-definition.service.js';
import { DeploymentsService } from './deployments.service.js';
import { EditUserTaskService } from './edit-user-task.service.js';
import { ExternalJobsService } from './external-jobs.service.js';
import { IncidentRow } from './incident.entity.js';
import { IncidentRepairService } from './incident-repair.service.js';
import { IncidentsService } from './incidents.service.js';
import { JobActivationService } from './job-activation.service.js';
import { JobRow } from './job.entity.js';
import { JobsService } from './jobs.service.js';
import { MessageCorrelationService } from './message-correlation.service.js';
import { MessageSubscriptionRow } from './message-subscription.entity.js';
import { MessagesService } from './messages.service.js';
import { MigrationsService } from './migrations.service.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { SignalsService } from './signals.service.js';
import { StartEventsService } from './start-events.service.js';
import { StartsService } from './starts.service.js';
import { TaskListenersService } from './task-listeners.service.js';
import { TimerRow } from './timer.entity.js';
import { TimersService } from './timers.service.js';
import { TurnsService } from './turns.service.js';
import { UserTaskRow } from './user-task.entity.js';
import { DelegationService } from './user-tasks/delegation.service.js';
import { TaskAnswersService } from './user-tasks/task-answers.service.js';
import { TaskDraftRow } from './user-tasks/task-draft.entity.js';
import { TaskDraftsService } from './user-tasks/task-drafts.service.js';
import { UserTasksService } from './user-tasks.service.js';

const rows = [
  DefinitionRow,
  IncidentRow,
  JobRow,
  MessageSubscriptionRow,
  ProcessInstanceRow,
  TaskDraftRow,
  TimerRow,
  UserTaskRow,
];

const services = [
  BatchesService,
  CommitBell,
  ConditionalStartsService,
  DefinitionsService,
  DelegationService,
  DeleteDefinitionService,
  DeploymentsService,
  EditUserTaskService,
  ExternalJobsService,
  IncidentRepairService,
  IncidentsService,
  JobActivationService,
  JobsService,
  MessageCorrelationService,
  MessagesService,
  MigrationsService,
  ProcessInstancesService,
  SignalsService,
  StartsService,
  TaskAnswersService,
  TaskDraftsService,
  TaskListenersService,
  TimersService,
  UserTasksService,
];

/** The engine's host: the only folder that starts or steps an instance. */
@Module({
  imports: [TypeOrmModule.forFeature(rows), DatabaseModule, HistoryModule, OutboxModule],
  providers: [...services, StartEventsService, TurnsService],
  exports: services,
})
export class WorkflowModule {}

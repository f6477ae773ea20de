import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.js';
import { HistoryModule } from '../history/history.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DefinitionRow } from './definition.entity.js';
import { DefinitionsService } from './definitions.service.js';
import { DeploymentsService } from './deployments.service.js';
import { IncidentRow } from './incident.entity.js';
import { IncidentsService } from './incidents.service.js';
import { JobRow } from './job.entity.js';
import { JobsService } from './jobs.service.js';
import { MessageSubscriptionRow } from './message-subscription.entity.js';
import { MessagesService } from './messages.service.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { StartEventsService } from './start-events.service.js';
import { TimerRow } from './timer.entity.js';
import { TimersService } from './timers.service.js';
import { UserTaskRow } from './user-task.entity.js';
import { UserTasksService } from './user-tasks.service.js';

const rows = [DefinitionRow, IncidentRow, JobRow, MessageSubscriptionRow, ProcessInstanceRow, TimerRow, UserTaskRow];

const services = [
  DeploymentsService,
  IncidentsService,
  JobsService,
  MessagesService,
  ProcessInstancesService,
  TimersService,
  UserTasksService,
];

/** The engine's host: the only folder that starts or steps an instance. */
@Module({
  imports: [TypeOrmModule.forFeature(rows), DatabaseModule, HistoryModule, OutboxModule],
  providers: [...services, DefinitionsService, StartEventsService],
  exports: services,
})
export class WorkflowModule {}

import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccessModule } from '../access/access.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { BasicAuthentication } from './access/basic-authentication.js';
import { BearerAuthentication } from './access/bearer-authentication.js';
import { Callers } from './access/callers.js';
import { OpenDoor } from './access/open-door.js';
import { SignedLinks } from './access/signed-links.js';
import { AuditController } from './audit/audit.controller.js';
import { BatchesController } from './batches/batches.controller.js';
import { NewBatchesController } from './batches/new-batches.controller.js';
import { AuthenticationController } from './cluster/authentication.controller.js';
import { ClockController } from './cluster/clock.controller.js';
import { ClusterController } from './cluster/cluster.controller.js';
import { UnknownController } from './cluster/unknown.controller.js';
import { ConditionalsController } from './conditionals/conditionals.controller.js';
import { DecisionInstancesController } from './decisions/decision-instances.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { ExpressionController } from './decisions/expression.controller.js';
import { DeploymentsController } from './deployments/deployments.controller.js';
import { DocumentsController } from './documents/documents.controller.js';
import { ExchangedFiles } from './documents/exchanged-files.service.js';
import { ElementInstancesController } from './element-instances/element-instances.controller.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { JobPolls } from './jobs/job-polls.service.js';
import { JobStatisticsController } from './jobs/job-statistics.controller.js';
import { JobStatistics } from './jobs/job-statistics.service.js';
import { JobsController } from './jobs/jobs.controller.js';
import { ListenedTasks } from './jobs/listened-tasks.service.js';
import { TaskCorrections } from './jobs/task-corrections.service.js';
import { MessagesController } from './messages/messages.controller.js';
import { SignalsController } from './messages/signals.controller.js';
import { SubscriptionsController } from './messages/subscriptions.controller.js';
import { ModelStatisticsController } from './models/model-statistics.controller.js';
import { ProcessDefinitionsController } from './models/process-definitions.controller.js';
import { ResourcesController } from './models/resources.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { CreateProcessInstance } from './process-instances/create-process-instance.service.js';
import { InstanceChangesController } from './process-instances/instance-changes.controller.js';
import { InstanceEnds } from './process-instances/instance-ends.service.js';
import { InstanceInsightController } from './process-instances/instance-insight.controller.js';
import { ProcessInstancesController } from './process-instances/process-instances.controller.js';
import { EveryOperation } from './protocol/every-operation.js';
import { SearchService } from './search/search.service.js';
import { TimelyReads } from './search/timely-reads.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { People } from './user-tasks/people.service.js';
import { TaskContentsController } from './user-tasks/task-contents.controller.js';
import { UserTasksController } from './user-tasks/user-tasks.controller.js';
import { VariablesController } from './variables/variables.controller.js';
import { VariablesService } from './variables/variables.service.js';

/** The API for programs: what the official Camunda 8 clients speak, on `/v2`. */
@Module({
  imports: [AccessModule, DatabaseModule, DiscoveryModule, OutboxModule, WorkflowModule],
  controllers: [
    ClusterController,
    AuthenticationController,
    ClockController,
    DeploymentsController,
    NewBatchesController,
    BatchesController,
    AuditController,
    ProcessInstancesController,
    InstanceChangesController,
    InstanceInsightController,
    JobsController,
    JobStatisticsController,
    UserTasksController,
    TaskContentsController,
    StatisticsController, // before those that take a key in the same place
    ProcessDefinitionsController,
    ModelStatisticsController,
    DecisionsController,
    DecisionInstancesController,
    ExpressionController,
    ConditionalsController,
    DocumentsController,
    ResourcesController,
    MessagesController,
    SignalsController,
    SubscriptionsController,
    IncidentsController,
    ElementInstancesController,
    VariablesController,
    OpenApiController,
    UnknownController, // last: it answers whatever is left
  ],
  providers: [
    BasicAuthentication,
    BearerAuthentication,
    Callers,
    OpenDoor,
    CreateProcessInstance,
    EveryOperation,
    ExchangedFiles,
    InstanceEnds,
    JobPolls,
    JobStatistics,
    ListenedTasks,
    People,
    TaskCorrections,
    SearchService,
    SignedLinks,
    TimelyReads,
    VariablesService,
  ],
  exports: [Callers, SignedLinks],
})
export class RestModule {}

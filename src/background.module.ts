import { Module } from '@nestjs/common';
import { AgentTasksProcessorsModule } from './agent-tasks/agent-tasks-processors.module.js';
import { DossiersProcessorsModule } from './dossiers/dossiers-processors.module.js';
import { HistoryProcessorsModule } from './history/history-processors.module.js';
import { MailProcessorsModule } from './mail/mail-processors.module.js';
import { DeliveryModule } from './outbox/delivery.module.js';
import { PaymentsProcessorsModule } from './payments/payments-processors.module.js';
import { ProceduresProcessorsModule } from './procedures/procedures-processors.module.js';
import { RetentionProcessorsModule } from './retention/retention-processors.module.js';
import { SignaturesProcessorsModule } from './signatures/signatures-processors.module.js';
import { VaultProcessorsModule } from './vault/vault-processors.module.js';
import { WorkersModule } from './workers/workers.module.js';
import { WorkflowProcessorsModule } from './workflow/workflow-processors.module.js';

/** What works without being asked. An area's processors are a module of their own, so that the web program has none. */
@Module({
  imports: [
    AgentTasksProcessorsModule,
    DeliveryModule,
    DossiersProcessorsModule,
    HistoryProcessorsModule,
    MailProcessorsModule,
    PaymentsProcessorsModule,
    ProceduresProcessorsModule,
    RetentionProcessorsModule,
    SignaturesProcessorsModule,
    VaultProcessorsModule,
    WorkflowProcessorsModule,
    WorkersModule,
  ],
})
export class BackgroundModule {}

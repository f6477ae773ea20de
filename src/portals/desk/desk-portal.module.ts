import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DatabaseModule } from '../../database/database.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { HistoryModule } from '../../history/history.module.js';
import { MailModule } from '../../mail/mail.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { OpinionsModule } from '../../opinions/opinions.module.js';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { PaymentsModule } from '../../payments/payments.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { RetentionModule } from '../../retention/retention.module.js';
import { SittingsModule } from '../../sittings/sittings.module.js';
import { SignaturesModule } from '../../signatures/signatures.module.js';
import { StatisticsModule } from '../../statistics/statistics.module.js';
import { WorkflowModule } from '../../workflow/workflow.module.js';
import { AbsencesController } from './absences.controller.js';
import { BankFilesController } from './bank-files.controller.js';
import { CaseContents } from './case-contents.js';
import { CaseHistory } from './case-history.js';
import { CaseViewService } from './case-view.service.js';
import { Colleagues } from './colleagues.js';
import { ConfidentialityController } from './confidentiality.controller.js';
import { DeskConversationController } from './conversation.controller.js';
import { CounterController } from './counter.controller.js';
import { DeskDossiersController } from './dossiers.controller.js';
import { FilesController } from './files.controller.js';
import { InboxActionsController } from './inbox-actions.controller.js';
import { InboxClocks } from './inbox-clocks.js';
import { InboxController } from './inbox.controller.js';
import { InboxExportController } from './inbox-export.controller.js';
import { InboxRows } from './inbox-rows.js';
import { InboxService } from './inbox.service.js';
import { IncidentRepairController } from './incident-repair.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { MailboxController } from './mailbox.controller.js';
import { NewsController } from './news.controller.js';
import { OpinionsPortalModule } from '../opinions/opinions-portal.module.js';
import { DeskOpinionsController } from './opinions.controller.js';
import { DeskOpinions } from './opinions.service.js';
import { OrganisationController } from './organisation.controller.js';
import { ParametersController } from './parameters.controller.js';
import { PaymentProblemsController } from './payment-problems.controller.js';
import { CashController } from './cash.controller.js';
import { DeskPaymentsController } from './payments.controller.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { RefundsController } from './refunds.controller.js';
import { RetentionController } from './retention.controller.js';
import { ProcedureVersionsView } from './procedure-versions.service.js';
import { DeskProceduresController } from './procedures.controller.js';
import { QueueActions } from './queue-actions.js';
import { QueuesController } from './queues.controller.js';
import { ReplacementController } from './replacement.controller.js';
import { ReplacementView } from './replacement-view.js';
import { RevocationController } from './revocation.controller.js';
import { SavedViewsService } from './saved-views.service.js';
import { SittingAgendaController } from './sitting-agenda.controller.js';
import { SittingDecisionsController } from './sitting-decisions.controller.js';
import { SittingPage } from './sitting-page.js';
import { SittingPapersController } from './sitting-papers.controller.js';
import { SittingsController } from './sittings.controller.js';
import { SignatureController } from './signature.controller.js';
import { DeskSignatureView } from './signature-view.js';
import { SignaturesController } from './signatures.controller.js';
import { StatisticsController } from './statistics.controller.js';
import { TaskDeciding } from './task-deciding.js';
import { TaskDecision } from './task-decision.js';
import { TaskDraftsController } from './task-drafts.controller.js';
import { TaskHandsController } from './task-hands.controller.js';
import { TaskOpening } from './task-opening.js';
import { TaskPageService } from './task-page.service.js';
import { TaskSituation } from './task-situation.js';
import { TasksController } from './tasks.controller.js';
import { VersionsController } from './versions.controller.js';

/** The agents' desk. */
@Module({
  imports: [
    AccessModule,
    DatabaseModule,
    DocumentsModule,
    DossiersModule,
    HistoryModule,
    MailModule,
    NotificationsModule,
    OpinionsModule,
    OpinionsPortalModule,
    OutboxModule,
    PaymentsModule,
    ProceduresModule,
    RetentionModule,
    SittingsModule,
    SignaturesModule,
    StatisticsModule,
    WorkflowModule,
  ],
  controllers: [
    InboxController,
    InboxActionsController,
    InboxExportController,
    NewsController,
    TasksController,
    TaskDraftsController,
    TaskHandsController,
    SignaturesController,
    SignatureController,
    AbsencesController,
    DeskDossiersController,
    FilesController,
    ConfidentialityController,
    DeskConversationController,
    CounterController,
    MailboxController,
    ReplacementController,
    RevocationController,
    DeskOpinionsController,
    SittingsController,
    SittingAgendaController,
    SittingDecisionsController,
    SittingPapersController,
    CashController,
    DeskPaymentsController,
    PaymentProblemsController,
    RefundsController,
    BankFilesController,
    ReconciliationController,
    StatisticsController,
    OrganisationController,
    ParametersController,
    RetentionController,
    IncidentsController,
    IncidentRepairController,
    QueuesController,
    VersionsController, // before the one that takes a number in the same place
    DeskProceduresController,
  ],
  providers: [
    CaseContents,
    CaseHistory,
    CaseViewService,
    Colleagues,
    InboxClocks,
    DeskOpinions,
    DeskSignatureView,
    InboxRows,
    InboxService,
    ProcedureVersionsView,
    QueueActions,
    ReplacementView,
    SavedViewsService,
    SittingPage,
    TaskDeciding,
    TaskDecision,
    TaskOpening,
    TaskPageService,
    TaskSituation,
  ],
})
export class DeskPortalModule {}

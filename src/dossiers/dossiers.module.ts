import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { Acknowledgement } from './acknowledgement.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentsService } from './attachments.service.js';
import { CaseClocks } from './case-clocks.service.js';
import { ComplementsService } from './complements.service.js';
import { ConfidentialityService } from './confidentiality.service.js';
import { ConversationEntry } from './conversation-entry.entity.js';
import { ConversationService } from './conversation.service.js';
import { DossierNames } from './dossier-names.js';
import { DossierNumbers } from './dossier-number.js';
import { Dossier } from './dossier.entity.js';
import { DossiersService } from './dossiers.service.js';
import { Draft } from './draft.entity.js';
import { DraftsService } from './drafts.service.js';
import { OpeningService } from './opening.service.js';
import { Purge } from './purge.js';
import { ProgressService } from './progress.service.js';
import { ReadsService } from './reads.service.js';
import { ResumeMail } from './resume-mail.js';
import { ResumeService } from './resume.service.js';
import { Satisfaction } from './satisfaction.entity.js';
import { SatisfactionService } from './satisfaction.service.js';
import { SubmissionsService } from './submissions.service.js';
import { TimelineService } from './timeline.service.js';
import { TrackingCodes } from './tracking-codes.js';
import { TrackingService } from './tracking.service.js';
import { VersionMovesService } from './version-moves.service.js';
import { WithdrawalService } from './withdrawal.service.js';

const services = [
  AttachmentsService,
  CaseClocks,
  ComplementsService,
  ConfidentialityService,
  ConversationService,
  DossiersService,
  DraftsService,
  OpeningService,
  ProgressService,
  ReadsService,
  ResumeMail,
  ResumeService,
  SatisfactionService,
  SubmissionsService,
  TimelineService,
  TrackingCodes,
  TrackingService,
  VersionMovesService,
  WithdrawalService,
];

/** The case a person sees, from the first page of a draft to its end. */
@Module({
  imports: [
    AccessModule,
    HistoryModule,
    MailModule,
    OutboxModule,
    ProceduresModule,
    TypeOrmModule.forFeature([Attachment, ConversationEntry, Dossier, Draft, Satisfaction]),
    WorkflowModule,
  ],
  providers: [Acknowledgement, DossierNames, DossierNumbers, Purge, ...services],
  exports: services,
})
export class DossiersModule {}

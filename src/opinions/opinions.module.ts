import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { OpinionAnswers } from './answers.service.js';
import { OpinionFiles } from './files.service.js';
import { OpinionLinks } from './links.service.js';
import { OpinionFile } from './opinion-file.entity.js';
import { OpinionCompletion } from './opinion-completion.js';
import { OpinionDrafts } from './opinion-drafts.js';
import { OpinionForm } from './opinion-form.js';
import { OpinionLink } from './opinion-link.entity.js';
import { OpinionMail } from './opinion-mail.js';
import { OpinionRequest } from './opinion-request.entity.js';
import { OpinionTasks } from './opinion-tasks.js';
import { OpinionRequests } from './requests.service.js';
import { SeenPieces } from './seen-pieces.js';
import { OpinionSendings } from './sendings.service.js';

const services = [
  OpinionAnswers,
  OpinionDrafts,
  OpinionFiles,
  OpinionForm,
  OpinionLinks,
  OpinionRequests,
  OpinionSendings,
  OpinionTasks,
  SeenPieces,
];

/** Opinions that are asked of services of the town and of bodies outside it, which answer by a link. */
@Module({
  imports: [
    AccessModule,
    DocumentsModule,
    DossiersModule,
    HistoryModule,
    MailModule,
    ProceduresModule,
    TypeOrmModule.forFeature([OpinionFile, OpinionLink, OpinionRequest]),
    WorkflowModule,
  ],
  providers: [OpinionCompletion, OpinionMail, ...services],
  exports: services,
})
export class OpinionsModule {}

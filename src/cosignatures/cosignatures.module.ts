import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { CosignatureAnswers } from './answers.service.js';
import { Cosignature } from './cosignature.entity.js';
import { CosignatureMail } from './cosignature-mail.js';
import { CosignatureTokens } from './cosignature-tokens.js';
import { CosignatureInvitations } from './invitations.service.js';

/** Second persons who confirm a request by a link. */
@Module({
  imports: [
    AccessModule,
    DossiersModule,
    HistoryModule,
    MailModule,
    ProceduresModule,
    TypeOrmModule.forFeature([Cosignature]),
    WorkflowModule,
  ],
  providers: [CosignatureAnswers, CosignatureInvitations, CosignatureMail, CosignatureTokens],
  exports: [CosignatureAnswers, CosignatureInvitations, CosignatureTokens],
})
export class CosignaturesModule {}

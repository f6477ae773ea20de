import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { CopySeal } from './copy-seal.js';
import { IssuedDocument } from './document.entity.js';
import { DocumentWriter } from './document-writer.js';
import { DocumentsService } from './documents.service.js';
import { PendingDocuments } from './pending-documents.service.js';
import { RevocationService } from './revocation.service.js';
import { Succession } from './succession.js';
import { VerificationService } from './verification.service.js';

/** Documents the town issues, and the answer to whether they are genuine. */
@Module({
  imports: [
    AccessModule,
    HistoryModule,
    MailModule,
    ProceduresModule,
    TypeOrmModule.forFeature([Dossier, IssuedDocument]),
  ],
  providers: [
    CopySeal,
    DocumentWriter,
    DocumentsService,
    PendingDocuments,
    RevocationService,
    Succession,
    VerificationService,
  ],
  exports: [CopySeal, DocumentWriter, DocumentsService, PendingDocuments, RevocationService, VerificationService],
})
export class DocumentsModule {}

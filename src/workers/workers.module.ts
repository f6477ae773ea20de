import { Module } from '@nestjs/common';
import { CosignaturesModule } from '../cosignatures/cosignatures.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OpinionsModule } from '../opinions/opinions.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { RegistersModule } from '../registers/registers.module.js';
import { SignaturesModule } from '../signatures/signatures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { workers } from './index.js';
import { JobsProcessor } from './jobs.processor.js';
import { LetterWriter } from './letter-writer.js';

/** What a service task can do, and the processor that does it. A worker's own modules are imported here. */
@Module({
  imports: [
    CosignaturesModule,
    DocumentsModule,
    DossiersModule,
    MailModule,
    OpinionsModule,
    PaymentsModule,
    ProceduresModule,
    RegistersModule,
    SignaturesModule,
    WorkflowModule,
  ],
  providers: [JobsProcessor, LetterWriter, ...Object.values(workers)],
})
export class WorkersModule {}

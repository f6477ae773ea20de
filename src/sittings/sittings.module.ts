import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DocumentsModule } from '../documents/documents.module.js';
import { SignaturesModule } from '../signatures/signatures.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { AgendaItem } from './agenda-item.entity.js';
import { AgendaService } from './agenda.service.js';
import { DecisionsService } from './decisions.service.js';
import { SittingDocuments } from './sitting-documents.service.js';
import { Sitting } from './sitting.entity.js';
import { SittingsService } from './sittings.service.js';
import { WaitingCases } from './waiting-cases.js';

/** The sittings of college, council and mayor: agendas made of cases, and decisions that go back into them. */
@Module({
  imports: [DocumentsModule, SignaturesModule, TypeOrmModule.forFeature([Sitting, AgendaItem]), WorkflowModule],
  providers: [AgendaService, DecisionsService, SittingDocuments, SittingsService, WaitingCases],
  exports: [AgendaService, DecisionsService, SittingDocuments, SittingsService, WaitingCases],
})
export class SittingsModule {}

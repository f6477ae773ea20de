import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HistoryModule } from '../history/history.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { LegalClocksService } from './legal-clocks/legal-clocks.service.js';
import { LifeCycleService } from './life-cycle/life-cycle.service.js';
import { ProcedureVersion } from './life-cycle/procedure-version.entity.js';
import { PublicationService } from './life-cycle/publication.service.js';
import { ShippedFolders } from './life-cycle/shipped-folders.js';
import { TestCommentsService } from './life-cycle/test-comments.service.js';
import { VersionsService } from './life-cycle/versions.service.js';
import { ParametersService } from './parameters.service.js';
import { ProcedureCatalogue } from './procedure-catalogue.js';

const services = [
  LegalClocksService,
  LifeCycleService,
  ParametersService,
  ProcedureCatalogue,
  TestCommentsService,
  VersionsService,
];

/** What the town offers. */
@Module({
  imports: [HistoryModule, TypeOrmModule.forFeature([ProcedureVersion]), WorkflowModule],
  providers: [...services, PublicationService, ShippedFolders],
  exports: services,
})
export class ProceduresModule {}

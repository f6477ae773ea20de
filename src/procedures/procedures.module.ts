import { Module } from '@nestjs/common';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { LegalClocksService } from './legal-clocks/legal-clocks.service.js';
import { ParametersService } from './parameters.service.js';
import { ProcedureCatalogue } from './procedure-catalogue.js';

/** What the town offers. */
@Module({
  imports: [WorkflowModule],
  providers: [LegalClocksService, ParametersService, ProcedureCatalogue],
  exports: [LegalClocksService, ParametersService, ProcedureCatalogue],
})
export class ProceduresModule {}

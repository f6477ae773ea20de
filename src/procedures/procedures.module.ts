import { Module } from '@nestjs/common';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { ParametersService } from './parameters.service.js';
import { ProcedureCatalogue } from './procedure-catalogue.js';

/** What the town offers. */
@Module({
  imports: [WorkflowModule],
  providers: [ParametersService, ProcedureCatalogue],
  exports: [ParametersService, ProcedureCatalogue],
})
export class ProceduresModule {}

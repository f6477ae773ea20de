import { Module } from '@nestjs/common';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { ProcedureCatalogue } from './procedure-catalogue.js';

/** What the town offers. */
@Module({ imports: [WorkflowModule], providers: [ProcedureCatalogue], exports: [ProcedureCatalogue] })
export class ProceduresModule {}

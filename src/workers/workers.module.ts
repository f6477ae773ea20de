import { Module } from '@nestjs/common';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { workers } from './index.js';
import { JobsProcessor } from './jobs.processor.js';

/** What a service task can do, and the processor that does it. A worker's own modules are imported here. */
@Module({ imports: [WorkflowModule], providers: [JobsProcessor, ...Object.values(workers)] })
export class WorkersModule {}

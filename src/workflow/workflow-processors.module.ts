import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { MessagesProcessor } from './messages.processor.js';
import { TimersProcessor } from './timers.processor.js';
import { WorkflowModule } from './workflow.module.js';

/** What the background program does for processes. */
@Module({ imports: [OutboxModule, WorkflowModule], providers: [MessagesProcessor, TimersProcessor] })
export class WorkflowProcessorsModule {}

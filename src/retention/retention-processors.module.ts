import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DailyRetention } from './daily-retention.js';
import { RetentionModule } from './retention.module.js';

/** What the background program does for retention. */
@Module({ imports: [OutboxModule, RetentionModule], providers: [DailyRetention] })
export class RetentionProcessorsModule {}

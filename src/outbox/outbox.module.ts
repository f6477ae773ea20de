import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OutboxEntryRow } from './outbox-entry.entity.js';
import { Outbox } from './outbox.js';
import { QueueOverviewService } from './queue-overview.service.js';
import { Sweep } from './sweep.js';

/** What every module that tells others something imports. Delivering is the background program's part. */
@Module({
  imports: [TypeOrmModule.forFeature([OutboxEntryRow])],
  providers: [Outbox, QueueOverviewService, Sweep],
  exports: [Outbox, QueueOverviewService, Sweep],
})
export class OutboxModule {}

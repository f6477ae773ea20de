import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { HistoryLinker } from './history-linker.js';

/** What history does without being asked. */
@Module({ imports: [OutboxModule], providers: [HistoryLinker] })
export class HistoryProcessorsModule {}

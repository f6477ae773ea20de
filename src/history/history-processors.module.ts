import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { HistoryLinker } from './history-linker.js';
import { HistoryMonths } from './history-months.js';

/** What history does without being asked. */
@Module({ imports: [OutboxModule], providers: [HistoryLinker, HistoryMonths] })
export class HistoryProcessorsModule {}

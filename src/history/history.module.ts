import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HistoryEntryRow } from './history-entry.entity.js';
import { History } from './history.js';

@Module({ imports: [TypeOrmModule.forFeature([HistoryEntryRow])], providers: [History], exports: [History] })
export class HistoryModule {}

import { Module } from '@nestjs/common';
import { HistoryModule } from '../history/history.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { RetentionService } from './retention.service.js';

/** What is kept, for how long, and what may not go. */
@Module({ imports: [HistoryModule, ProceduresModule], providers: [RetentionService], exports: [RetentionService] })
export class RetentionModule {}

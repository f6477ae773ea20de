import { Module } from '@nestjs/common';
import { StatisticsService } from './statistics.service.js';

/** Figures about what the town does. */
@Module({ providers: [StatisticsService], exports: [StatisticsService] })
export class StatisticsModule {}

import { Module } from '@nestjs/common';
import { WorkersModule } from './workers/workers.module.js';

/** What works without being asked: relay, timers, workers, notifications. */
@Module({ imports: [WorkersModule] })
export class BackgroundModule {}

import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';

/** For whoever watches the program: is it alive, may it get requests. */
@Module({ controllers: [HealthController, MetricsController] })
export class HealthModule {}

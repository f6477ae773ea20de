import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** For whoever watches the program: is it alive, may it get requests. */
@Module({ controllers: [HealthController] })
export class HealthModule {}

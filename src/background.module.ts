import { Module } from '@nestjs/common';
import { DeliveryModule } from './outbox/delivery.module.js';
import { WorkersModule } from './workers/workers.module.js';

/** What works without being asked. Each area's processors are in a module of their own, so that the web program has none. */
@Module({ imports: [DeliveryModule, WorkersModule] })
export class BackgroundModule {}

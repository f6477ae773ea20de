import { Module } from '@nestjs/common';
import { DemoCases } from './demo-cases.service.js';

/** With what a demonstration begins. */
@Module({ providers: [DemoCases] })
export class DemoModule {}

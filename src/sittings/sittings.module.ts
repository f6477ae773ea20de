import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { AgendaItem } from './agenda-item.entity.js';
import { AgendaService } from './agenda.service.js';
import { DecisionsService } from './decisions.service.js';
import { Sitting } from './sitting.entity.js';
import { SittingsService } from './sittings.service.js';
import { WaitingCases } from './waiting-cases.js';

/** The sittings of college, council and mayor: agendas made of cases, and decisions that go back into them. */
@Module({
  imports: [TypeOrmModule.forFeature([Sitting, AgendaItem]), WorkflowModule],
  providers: [AgendaService, DecisionsService, SittingsService, WaitingCases],
  exports: [AgendaService, DecisionsService, SittingsService, WaitingCases],
})
export class SittingsModule {}

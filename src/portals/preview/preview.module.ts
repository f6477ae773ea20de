import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { PreviewBar } from './preview-bar.js';
import { PreviewPeople } from './preview-people.js';
import { PreviewController } from './preview.controller.js';
import { PreviewService } from './preview.service.js';
import { TimeMachine } from './time-machine.js';

/** Part of `beffroi preview` alone: one folder, as it is on the disk at this moment, and a clock that can be moved. */
@Module({
  imports: [DatabaseModule, DossiersModule, OutboxModule, ProceduresModule],
  controllers: [PreviewController],
  providers: [PreviewBar, PreviewPeople, PreviewService, TimeMachine],
})
export class PreviewModule {}

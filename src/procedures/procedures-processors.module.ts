import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DueVersions } from './life-cycle/due-versions.js';
import { ProceduresModule } from './procedures.module.js';

/** What the background program does for procedures. */
@Module({ imports: [OutboxModule, ProceduresModule], providers: [DueVersions] })
export class ProceduresProcessorsModule {}

import { Module } from '@nestjs/common';
import { DossiersModule } from './dossiers.module.js';
import { DossiersProcessor } from './dossiers.processor.js';

/** What the background program does for dossiers. */
@Module({ imports: [DossiersModule], providers: [DossiersProcessor] })
export class DossiersProcessorsModule {}

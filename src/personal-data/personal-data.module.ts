import { Module } from '@nestjs/common';
import { HistoryModule } from '../history/history.module.js';
import { RetentionModule } from '../retention/retention.module.js';
import { ArchiveService } from './archive.service.js';
import { ErasureService } from './erasure.service.js';

/** What people may ask of the town about themselves: their data, and to be forgotten. */
@Module({
  imports: [HistoryModule, RetentionModule],
  providers: [ArchiveService, ErasureService],
  exports: [ArchiveService, ErasureService],
})
export class PersonalDataModule {}

import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../documents/documents.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { OpinionsModule } from '../../opinions/opinions.module.js';
import { OpinionDesk } from './opinion-desk.js';
import { OpinionEntrance } from './opinion-entrance.js';
import { OpinionLinkController } from './opinion-link.controller.js';
import { OpinionPage } from './opinion-page.js';
import { OpinionVisits } from './opinion-visits.js';

/** What bodies outside the town see: one request each, by a link. */
@Module({
  imports: [DocumentsModule, DossiersModule, OpinionsModule],
  controllers: [OpinionLinkController],
  providers: [OpinionDesk, OpinionEntrance, OpinionPage, OpinionVisits],
  exports: [OpinionDesk],
})
export class OpinionsPortalModule {}

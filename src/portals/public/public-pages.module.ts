import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DocumentsModule } from '../../documents/documents.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { ErrorFilter } from '../error.filter.js';
import { CatalogueController } from './catalogue.controller.js';
import { HomeController } from './home.controller.js';
import { VerifyController } from './verify.controller.js';

/** What anybody can read: what the town offers, whether a document is genuine, what this site does with data. */
@Module({
  imports: [DocumentsModule, DossiersModule, ProceduresModule],
  controllers: [HomeController, CatalogueController, VerifyController],
  providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
})
export class PublicPagesModule {}

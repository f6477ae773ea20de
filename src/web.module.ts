import { Module } from '@nestjs/common';
import { CitizenPortalModule } from './portals/citizen/citizen-portal.module.js';
import { DeskPortalModule } from './portals/desk/desk-portal.module.js';
import { PublicPagesModule } from './portals/public/public-pages.module.js';

/** What answers HTTP: the pages of citizens and agents. */
@Module({ imports: [PublicPagesModule, CitizenPortalModule, DeskPortalModule] })
export class WebModule {}

import { Module } from '@nestjs/common';
import { CosignaturesModule } from '../../cosignatures/cosignatures.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { CosignatureController } from './cosignature.controller.js';
import { CosignaturePage } from './cosignature-page.js';

/** What a second person sees: the one request that they are asked to confirm, by a link. */
@Module({
  imports: [CosignaturesModule, DossiersModule, ProceduresModule],
  controllers: [CosignatureController],
  providers: [CosignaturePage],
})
export class CosignaturesPortalModule {}

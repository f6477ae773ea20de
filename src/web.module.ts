import { Module } from '@nestjs/common';
import { CitizenPortalModule } from './portals/citizen/citizen-portal.module.js';
import { CosignaturesPortalModule } from './portals/cosignatures/cosignatures-portal.module.js';
import { DemoIdentityModule } from './portals/demo-identity/demo-identity.module.js';
import { DemoPaymentModule } from './portals/demo-payment/demo-payment.module.js';
import { DemoSignatureModule } from './portals/demo-signature/demo-signature.module.js';
import { DeskPortalModule } from './portals/desk/desk-portal.module.js';
import { OpinionsPortalModule } from './portals/opinions/opinions-portal.module.js';
import { PublicPagesModule } from './portals/public/public-pages.module.js';
import { ProceduresApiModule } from './rest/procedures/procedures-api.module.js';
import { RestModule } from './rest/rest.module.js';

/** What answers HTTP: the API, and the pages of citizens and agents. */
@Module({
  imports: [
    RestModule,
    ProceduresApiModule,
    PublicPagesModule,
    CitizenPortalModule,
    CosignaturesPortalModule,
    DeskPortalModule,
    DemoIdentityModule,
    OpinionsPortalModule,
    DemoPaymentModule,
    DemoSignatureModule,
  ],
})
export class WebModule {}

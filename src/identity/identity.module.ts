import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentificationService } from './identification.service.js';
import { IdentityProvider } from './identity-provider.js';
import { IdentityRequest } from './identity-request.entity.js';

/** Who somebody is, as an identity provider says. */
@Module({
  imports: [TypeOrmModule.forFeature([IdentityRequest])],
  providers: [IdentificationService, IdentityProvider],
  exports: [IdentificationService, IdentityProvider],
})
export class IdentityModule {}

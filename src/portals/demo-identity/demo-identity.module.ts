import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DemoCodes } from './demo-codes.js';
import { DemoIdentityController } from './demo-identity.controller.js';
import { DemoTokensController } from './demo-tokens.controller.js';

/** A provider that plays eID and itsme, and everything that can go wrong with them. */
@Module({
  imports: [AccessModule],
  controllers: [DemoIdentityController, DemoTokensController],
  providers: [DemoCodes],
})
export class DemoIdentityModule {}

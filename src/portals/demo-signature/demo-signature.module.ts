import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { SignaturesModule } from '../../signatures/signatures.module.js';
import { CscController } from './csc.controller.js';
import { DemoSignatureController } from './demo-signature.controller.js';
import { TestAuthorityController } from './test-authority.controller.js';

/** The test authority to programs outside, and a signature provider that is none. */
@Module({
  imports: [AccessModule, SignaturesModule],
  controllers: [CscController, DemoSignatureController, TestAuthorityController],
})
export class DemoSignatureModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AddressProof } from './address-proof.entity.js';
import { AddressProofsService } from './address-proofs.service.js';
import { IdentitiesService } from './identities.service.js';
import { Identity } from './identity.entity.js';
import { ProofMail } from './proof-mail.js';

/** Accounts that people make for themselves, and find again. */
@Module({
  imports: [AccessModule, MailModule, TypeOrmModule.forFeature([AddressProof, Identity])],
  providers: [AddressProofsService, IdentitiesService, ProofMail],
  exports: [AddressProofsService, IdentitiesService, ProofMail],
})
export class AccountsModule {}

import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { AddressProof, type Purpose } from './address-proof.entity.js';

const HOUR = 3_600_000;
const LIFE: Record<Purpose, number> = { registration: 24 * HOUR, 'new-password': HOUR };
const PATHS: Record<Purpose, string> = { registration: '/inscription', 'new-password': '/mot-de-passe-oublie' };

export interface Wish {
  readonly purpose: Purpose;
  readonly email: string;
  /** Of a registration. */
  readonly name?: string;
  readonly lang: Lang;
}

/** Sends the link by which somebody shows that an e-mail address is theirs. */
@Injectable()
export class ProofMail {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** Says to nobody but the mailbox whether the address has an account: who has one is told so, who has none gets no new password. */
  async send({ purpose, name, lang, ...wish }: Wish): Promise<void> {
    const email = wish.email.trim().toLowerCase();
    const account = await this.accounts.byEmail(email);
    const isOpen = account !== null && account.disabledAt === null;
    if (purpose === 'new-password' ? !isOpen : account && !isOpen) return;
    const now = this.clock.now();
    const token = randomBytes(24).toString('base64url');
    const known = purpose === 'registration' && isOpen;
    await this.database.transaction(async (tx) => {
      await tx.delete(AddressProof, { expiresAt: LessThan(now) });
      const expiresAt = new Date(now.getTime() + LIFE[purpose]);
      const proof = { tokenHash: hashed(token), purpose, email, name: name ?? null, lang, createdAt: now, expiresAt };
      const { id } = await tx.save(AddressProof, tx.create(AddressProof, { ...proof, usedAt: known ? now : null }));
      const path = known ? PATHS['new-password'] : `${PATHS[purpose]}/${token}`;
      const message = this.messages.write(known ? 'account-known' : purpose, lang, path, {});
      await this.mail.queue(tx, { ...message, to: email, idempotencyKey: `address-${id}`, confidential: token });
    });
  }
}

export function hashed(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

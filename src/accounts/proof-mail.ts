import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { AddressProof, type Purpose } from './address-proof.entity.js';
import type { Person } from './person.js';

const HOUR = 3_600_000;
const LIFE: Record<Purpose, number> = { registration: 24 * HOUR, 'new-password': HOUR, identity: HOUR };
const PATHS: Record<Purpose, string> = {
  registration: '/inscription',
  'new-password': '/mot-de-passe-oublie',
  identity: '/identite/adresse',
};

/** What is told to an address that has an account already, and where that leads. */
const KNOWN: Record<Purpose, readonly [text: string, path: string]> = {
  registration: ['account-known', PATHS['new-password']],
  'new-password': ['account-known', PATHS['new-password']],
  identity: ['account-to-link', '/connexion?retour=/mon-compte'],
};

export interface Wish {
  readonly purpose: Purpose;
  readonly email: string;
  /** Of a registration. */
  readonly name?: string;
  /** Of an identity. */
  readonly person?: Person;
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
  async send({ purpose, name, person, lang, ...wish }: Wish): Promise<void> {
    const email = wish.email.trim().toLowerCase();
    const account = await this.accounts.byEmail(email);
    const isOpen = account !== null && account.disabledAt === null;
    if (purpose === 'new-password' ? !isOpen : account && !isOpen) return;
    const now = this.clock.now();
    const token = randomBytes(24).toString('base64url');
    const known = purpose !== 'new-password' && isOpen;
    await this.database.transaction(async (tx) => {
      await tx.delete(AddressProof, { expiresAt: LessThan(now) });
      const expiresAt = new Date(now.getTime() + LIFE[purpose]);
      const about = { purpose, email, name: name ?? null, person: person ?? null, lang };
      const proof = { tokenHash: hashed(token), ...about, createdAt: now, expiresAt };
      const { id } = await tx.save(AddressProof, tx.create(AddressProof, { ...proof, usedAt: known ? now : null }));
      const [text, path] = known ? KNOWN[purpose] : [purpose, `${PATHS[purpose]}/${token}`];
      const message = this.messages.write(text, lang, path, {});
      await this.mail.queue(tx, { ...message, to: email, idempotencyKey: `address-${id}`, confidential: token });
    });
  }
}

export function hashed(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

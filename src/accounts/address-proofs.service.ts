import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { Account } from '../access/account.entity.js';
import type { Assurance } from '../access/assurance.js';
import { AccountsService } from '../access/accounts.service.js';
import { hashPassword } from '../access/password.js';
import { faultOf, type PasswordFault } from '../access/password-rule.js';
import { SessionsService } from '../access/sessions.service.js';
import { Clock } from '../clock.js';
import { AddressProof, type Purpose } from './address-proof.entity.js';
import { IdentitiesService } from './identities.service.js';
import { hashed } from './proof-mail.js';

/** `expired`: the link was used, is too old, or never was one. */
export type Redemption = { readonly account: Account } | { readonly refused: PasswordFault | 'expired' };

/** What the link in an e-mail is good for: a password for the account of that address. */
@Injectable()
export class AddressProofsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly identities: IdentitiesService,
  ) {}

  /** To look at a link does not use it: mail programs open links, too. */
  find(purpose: Purpose, token: string): Promise<AddressProof | null> {
    return this.database.manager.findOneBy(AddressProof, {
      purpose,
      tokenHash: hashed(token),
      usedAt: IsNull(),
      expiresAt: MoreThan(this.clock.now()),
    });
  }

  /** Makes the account, or gives it the new password and signs out every browser it was signed in with. */
  async redeem(purpose: Purpose, token: string, password: string): Promise<Redemption> {
    const proof = await this.find(purpose, token);
    if (!proof) return { refused: 'expired' };
    const account = await this.accounts.byEmail(proof.email);
    const { email, lang } = proof;
    const name = account?.name ?? proof.name ?? email;
    const fault = faultOf(password, { email, name });
    if (fault) return { refused: fault };
    if (!(await this.use(proof)) || account?.disabledAt) return { refused: 'expired' };
    const id = account?.id ?? (await this.accounts.create({ email, name, role: 'citizen', password, lang }));
    if (account) {
      const passwordHash = await hashPassword(password);
      await this.database.manager.update(Account, id, { passwordHash, firstPassword: false });
      await this.sessions.endAll(id);
    }
    return { account: (await this.accounts.byId(id))! };
  }

  /** Makes the account of somebody who was vouched for; nothing when the link no longer counts. Nobody knows its password. */
  async redeemIdentity(
    token: string,
  ): Promise<{ readonly accountId: string; readonly assurance: Assurance } | undefined> {
    const proof = await this.find('identity', token);
    if (!proof?.person || !(await this.use(proof))) return undefined;
    const { email, lang, person } = proof;
    if (await this.accounts.byEmail(email)) return undefined;
    const name = [person.givenName, person.familyName].filter(Boolean).join(' ');
    const password = randomBytes(32).toString('base64url');
    const accountId = await this.accounts.create({ email, name, role: 'citizen', password, lang });
    const link = await this.identities.link(accountId, person);
    return 'linked' in link ? { accountId, assurance: person.assurance } : undefined;
  }

  /** True for the first. */
  private async use({ id }: AddressProof): Promise<boolean> {
    const now = this.clock.now();
    const { affected } = await this.database.manager.update(AddressProof, { id, usedAt: IsNull() }, { usedAt: now });
    return affected === 1;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { Account } from '../access/account.entity.js';
import { AccountsService } from '../access/accounts.service.js';
import { hashPassword } from '../access/password.js';
import { faultOf, type PasswordFault } from '../access/password-rule.js';
import { SessionsService } from '../access/sessions.service.js';
import { Clock } from '../clock.js';
import { AddressProof, type Purpose } from './address-proof.entity.js';
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
    const { affected } = await this.database.manager.update(
      AddressProof,
      { id: proof.id, usedAt: IsNull() },
      { usedAt: this.clock.now() },
    );
    if (affected !== 1 || account?.disabledAt) return { refused: 'expired' };
    const id = account?.id ?? (await this.accounts.create({ email, name, role: 'citizen', password, lang }));
    if (account) {
      const passwordHash = await hashPassword(password);
      await this.database.manager.update(Account, id, { passwordHash, firstPassword: false });
      await this.sessions.endAll(id);
    }
    return { account: (await this.accounts.byId(id))! };
  }
}

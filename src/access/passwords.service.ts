import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { LimitsService, type TooMany } from './limits.service.js';
import { hashPassword } from './password.js';
import { faultOf, type PasswordFault } from './password-rule.js';
import { SessionsService } from './sessions.service.js';
import type { CurrentAccount } from './visitor.js';

export type PasswordChange =
  { changed: true } | { refused: 'wrong' | 'same' | PasswordFault } | { refused: 'too-many'; wait: TooMany };

/** People change their own password. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: DataSource,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly limits: LimitsService,
  ) {}

  /** Whether the person at the keyboard is the one who signed in: before what cannot be taken back. */
  async confirm({ id, email }: CurrentAccount, password: string): Promise<'right' | 'wrong' | 'too-many'> {
    if (await this.limits.spend('password-account', id)) return 'too-many';
    if (!(await this.accounts.authenticate(email, password))) return 'wrong';
    await this.limits.forget('password-account', id);
    return 'right';
  }

  /** Who knows the old one may change it; every other browser is signed out. */
  async change(
    { id, email, name }: CurrentAccount,
    sessionId: string,
    { current, next }: { readonly current: string; readonly next: string },
  ): Promise<PasswordChange> {
    // a browser that was left open is no place to find out the password
    const wait = await this.limits.spend('password-account', id);
    if (wait) return { refused: 'too-many', wait };
    if (!(await this.accounts.authenticate(email, current))) return { refused: 'wrong' };
    if (next === current) return { refused: 'same' };
    const fault = faultOf(next, { email, name });
    if (fault) return { refused: fault };
    const passwordHash = await hashPassword(next);
    await this.database.manager.update(Account, id, { passwordHash, firstPassword: false });
    await this.sessions.endOthers(id, sessionId);
    await this.limits.forget('password-account', id);
    return { changed: true };
  }
}

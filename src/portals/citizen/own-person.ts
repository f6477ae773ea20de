import { HttpStatus, Injectable } from '@nestjs/common';
import { PasswordsService } from '../../access/passwords.service.js';
import { reaches } from '../../access/assurance.js';
import type { CurrentAccount } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';

/** What keeps somebody from going on, in their words. */
export interface Doubt {
  readonly status: HttpStatus;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
}

/** Before what cannot be taken back, or leaves with everything: is the owner of the account at the keyboard? */
@Injectable()
export class OwnPerson {
  constructor(private readonly passwords: PasswordsService) {}

  /** Whoever an identity provider has vouched for in this browser need not know a password: their account may have none. */
  asksPassword(account: CurrentAccount): boolean {
    return !reaches(account.assurance, 'verified');
  }

  /** Nothing when it is. */
  async doubt(account: CurrentAccount, password: unknown, lang: Lang): Promise<Doubt | undefined> {
    if (!this.asksPassword(account)) return undefined;
    const outcome = await this.passwords.confirm(account, typeof password === 'string' ? password.slice(0, 200) : '');
    if (outcome === 'right') return undefined;
    const key = outcome === 'wrong' ? 'personalData.wrong' : 'personalData.tooMany';
    const status = outcome === 'wrong' ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.TOO_MANY_REQUESTS;
    return { status, errors: [{ text: texts.text(lang, key), href: '#password' }] };
  }
}

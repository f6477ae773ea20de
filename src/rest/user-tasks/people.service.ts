import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';

/** Programs name people by their e-mail address, tasks by the key of their account. */
@Injectable()
export class People {
  constructor(private readonly accounts: AccountsService) {}

  /** The key of the account with that address; a name that is nobody's address stays as it is. */
  async accountOf(name: string): Promise<string> {
    return (await this.accounts.byEmail(name))?.id ?? name;
  }

  accountsOf(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.accountOf(name)));
  }
}

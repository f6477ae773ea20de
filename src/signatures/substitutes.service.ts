import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import { SignatureMail } from './signature-mail.js';

export interface Substitution {
  readonly requestId: string;
  /** The signatory who is late. */
  readonly accountId: string;
  /** Address of the agent who signs instead. */
  readonly email: string;
  /** Name and function, as printed. */
  readonly title: string;
  /** The act of delegation, printed before the signature (CDLD L1132-4). */
  readonly act: string;
}

/** Somebody else may sign what a signatory did not sign in time. The signatory may, too, as long as nobody has. */
@Injectable()
export class SubstitutesService {
  constructor(
    private readonly database: DataSource,
    private readonly accounts: AccountsService,
    private readonly mail: SignatureMail,
  ) {}

  async name({ requestId, accountId, email, title, act }: Substitution): Promise<void> {
    const deputy = await this.accounts.byEmail(email);
    if (deputy?.role !== 'agent' || deputy.disabledAt || deputy.id === accountId)
      throw new Error(`Nobody else among the agents has the address ${email}, but they are to sign.`);
    await this.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE signature SET deputy_id = $3, deputy_title = $4, deputy_act = $5
         WHERE request_id = $1 AND account_id = $2 AND state IN ('later', 'waiting')`,
        [requestId, accountId, deputy.id, title, act],
      );
      await this.mail.tell(tx, 'signature', { requestId, accountId });
    });
  }
}

import { Injectable } from '@nestjs/common';
import { AbsencesService } from '../access/absences.service.js';
import { AccountsService } from '../access/accounts.service.js';
import type { Transaction } from '../database/transaction.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';

/** E-mails to signatories: that documents wait for them, and how many; nothing of the dossier. One per request and person. */
@Injectable()
export class SignatureMail {
  constructor(
    private readonly accounts: AccountsService,
    private readonly absences: AbsencesService,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  async tell(
    tx: Transaction,
    name: 'signature' | 'signature-reminder',
    { requestId, accountId }: { readonly requestId: string; readonly accountId: string },
  ): Promise<void> {
    for (const id of await this.who(tx, requestId, accountId)) {
      const account = await this.accounts.byId(id);
      if (!account || account.disabledAt) continue;
      const message = this.messages.write(name, account.lang, '/bureau/signatures', {});
      await this.mail.queue(tx, { ...message, to: account.email, idempotencyKey: `${name}-${requestId}-${id}` });
    }
  }

  /** A deputy named for it; else who stands in today, by an act; else the signatory. */
  private async who(tx: Transaction, requestId: string, accountId: string): Promise<string[]> {
    const named = await tx.query<{ id: string }[]>(
      'SELECT DISTINCT deputy_id AS id FROM signature WHERE request_id = $1 AND account_id = $2 AND deputy_id IS NOT NULL',
      [requestId, accountId],
    );
    if (named.length > 0) return named.map(({ id }) => id);
    const away = (await this.absences.upcoming(accountId)).find(
      ({ current, delegationAct }) => current && delegationAct,
    );
    return [away?.deputyId ?? accountId];
  }
}

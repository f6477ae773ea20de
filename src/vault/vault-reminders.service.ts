import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { Sweep } from '../outbox/sweep.js';

/** Tells owners of documents, once, that one of them is valid for thirty days more. */
@Injectable()
export class VaultReminders {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** From now on with every sweep. */
  startWith(sweep: Sweep): void {
    sweep.add(() => this.remind());
  }

  private remind(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [due] = await tx.query<[{ id: string; date: string; email: string; lang: Lang }[], number]>(
        `UPDATE vault_document v SET reminded_at = $1 FROM account
         WHERE account.id = account_id AND disabled_at IS NULL AND reminded_at IS NULL
           AND valid_until BETWEEN ($1 AT TIME ZONE 'Europe/Brussels')::date
             AND ($1 AT TIME ZONE 'Europe/Brussels')::date + 30
         RETURNING v.id, to_char(valid_until, 'DD/MM/YYYY') AS date, email, lang`,
        [this.clock.now()],
      );
      for (const { id, date, email, lang } of due) {
        const message = this.messages.write('vault-ending', lang, '/mon-compte/documents', { date });
        await this.mail.queue(tx, { ...message, to: email, idempotencyKey: `vault-ending-${id}-${date}` });
      }
    });
  }
}

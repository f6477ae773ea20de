import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Lang } from '../forms/lang.js';
import { SmsService } from '../notifications/sms.service.js';
import { Sweep } from '../outbox/sweep.js';
import { MailService } from './mail.service.js';
import { OwnMessages } from './own-messages.js';

interface Due {
  readonly id: string;
  readonly subject: string;
}

/** What somebody wants to be told together: one e-mail with everything that is due. */
@Injectable()
export class Digests {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
    private readonly sms: SmsService,
  ) {}

  /** From now on with every sweep. */
  startWith(sweep: Sweep): void {
    sweep.add(() => this.send());
    sweep.add(() => this.sms.purge());
  }

  private async send(): Promise<void> {
    const accounts = await this.database.query<{ id: string; email: string; lang: Lang }[]>(
      `SELECT DISTINCT account.id, email, lang FROM notification JOIN account ON account.id = account_id
       WHERE digest_due_at <= $1 AND digested_at IS NULL AND disabled_at IS NULL`,
      [this.clock.now()],
    );
    for (const account of accounts) await this.database.transaction((tx) => this.sendTo(tx, account));
  }

  private async sendTo(tx: Transaction, { id, email, lang }: { id: string; email: string; lang: Lang }): Promise<void> {
    const [rows] = await tx.query<[Due[], number]>(
      `UPDATE notification SET digested_at = $2 WHERE account_id = $1 AND digest_due_at <= $2 AND digested_at IS NULL
       RETURNING id, subject`,
      [id, this.clock.now()],
    );
    const last = rows.at(-1);
    if (!last) return; // another program was faster
    const list = rows.map(({ subject }) => `- ${subject}`).join('\n');
    const message = this.messages.write('digest', lang, '/mon-compte/nouvelles', { list });
    await this.mail.queue(tx, { ...message, to: email, idempotencyKey: `digest-${last.id}` });
  }
}

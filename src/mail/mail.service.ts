import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Outbox } from '../outbox/outbox.js';
import { MailMessage } from './mail-message.entity.js';

export interface NewMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly dossierId?: string;
  /** One wish, one e-mail. */
  readonly idempotencyKey: string;
  /** A word that is blanked out here once a mail server has the message. */
  readonly confidential?: string;
}

/** The e-mails of the town: rows first, delivered by the queue `notifications`. */
@Injectable()
export class MailService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** Part of the caller's transaction. Asking again under the same key changes nothing. */
  async queue(tx: Transaction, { to, dossierId, confidential, ...mail }: NewMail): Promise<void> {
    const result = await tx
      .createQueryBuilder()
      .insert()
      .into(MailMessage)
      .values({
        ...mail,
        recipient: to,
        dossierId: dossierId ?? null,
        confidential: confidential ?? null,
        status: 'queued',
        createdAt: this.clock.now(),
      })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = result.raw as { id: string }[];
    if (row) await this.outbox.append(tx, 'mail.queued', { mailId: row.id });
  }

  /** The local mailbox: the latest messages, whatever became of them. */
  mailbox({ limit = 100 } = {}): Promise<MailMessage[]> {
    return this.database.manager.find(MailMessage, { order: { id: 'DESC' }, take: limit });
  }

  get(mailId: string): Promise<MailMessage | null> {
    return this.database.manager.findOneBy(MailMessage, { id: mailId });
  }

  ofDossier(dossierId: string): Promise<MailMessage[]> {
    return this.database.manager.find(MailMessage, { where: { dossierId }, order: { id: 'ASC' } });
  }
}

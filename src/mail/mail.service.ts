import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Outbox } from '../outbox/outbox.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { NotificationTopic, Way } from '../notifications/topics.js';
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
  /** The case it concerns, when it is not filed with it; `dossierId` otherwise. */
  readonly about?: string;
  /** What the owner of the case may have otherwise or not at all; `law` unless given. */
  readonly topic?: NotificationTopic;
  /** Of somebody who is trying a version and has no dossier yet. */
  readonly test?: boolean;
}

/** The e-mails of the town: rows first, delivered by the queue `notifications`. */
@Injectable()
export class MailService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * Part of the caller's transaction. Asking again under the same key changes nothing. What is about a test case goes to
   * the tester alone, and says so. The owner of a case chooses whether some of it comes at once, in a digest or not at all.
   */
  async queue(tx: Transaction, wanted: NewMail): Promise<void> {
    const about = wanted.dossierId === undefined ? undefined : await testerOf(tx, wanted.dossierId);
    if (about && about.email !== wanted.to) return;
    const { to, dossierId, confidential, subject, text, html, idempotencyKey } =
      about || wanted.test ? asTest(wanted) : wanted;
    if ((await this.way(tx, wanted)) !== 'now') return;
    const result = await tx
      .createQueryBuilder()
      .insert()
      .into(MailMessage)
      .values({
        idempotencyKey,
        subject,
        text,
        html,
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

  private way(tx: Transaction, { dossierId, about = dossierId, to, subject, ...wanted }: NewMail): Promise<Way> {
    if (about === undefined) return Promise.resolve('now');
    const { idempotencyKey: key, topic = 'law' } = wanted;
    return this.notifications.note(tx, { key, dossierId: about, to, topic, subject });
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

/** Undefined unless the dossier is a test. */
async function testerOf(tx: Transaction, dossierId: string): Promise<{ readonly email: string | null } | undefined> {
  const [row] = await tx.query<{ email: string | null }[]>(
    'SELECT applicant_email AS email FROM dossier WHERE id = $1 AND test',
    [dossierId],
  );
  return row;
}

const NOTE = 'TEST – essai / test / Test: sans valeur, zonder waarde, ohne Gültigkeit, without value.';

function asTest(mail: NewMail): NewMail {
  return {
    ...mail,
    subject: `[TEST] ${mail.subject}`,
    text: `${NOTE}\n\n${mail.text}`,
    html: mail.html.replace(/(<body[^>]*>)/, `$1<p><strong>${NOTE}</strong></p>`),
  };
}

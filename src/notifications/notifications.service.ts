import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import type { Transaction } from '../database/transaction.js';
import { ChoicesService } from './choices.service.js';
import { digestTime } from './digest-time.js';
import { SmsService } from './sms.service.js';
import type { NotificationTopic, Way } from './topics.js';

export interface News {
  /** That of the e-mail. */
  readonly key: string;
  readonly dossierId: string;
  /** To whom the e-mail would go. */
  readonly to: string;
  readonly topic: NotificationTopic;
  readonly subject: string;
}

/** A line of the list. */
export interface NewsLine {
  readonly id: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

interface Owner {
  readonly accountId: string;
  readonly reference: string;
}

/** What owners of accounts are told about their cases. Whoever has no account gets e-mails, every one of them. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly choices: ChoicesService,
    private readonly sms: SmsService,
  ) {}

  /**
   * In the transaction that writes to the applicant: notes it for the portal, sends an SMS to whoever wants one, and answers
   * how the e-mail goes. What is written to somebody else about the case is none of the owner's.
   */
  async note(tx: Transaction, { key, dossierId, to, topic, subject }: News): Promise<Way> {
    const [owner] = await tx.query<Owner[]>(
      `SELECT account.id AS "accountId", reference FROM dossier JOIN account ON account.id = account_id
       WHERE dossier.id = $1 AND NOT test AND disabled_at IS NULL AND $2 IN (applicant_email, email)`,
      [dossierId, to],
    );
    if (!owner) return 'now';
    const { email, sms } = await this.choices.of(owner.accountId, topic, tx);
    const due = email === 'daily' || email === 'weekly' ? digestTime('$6::timestamptz', email) : 'NULL';
    const inserted = await tx.query<unknown[]>(
      `INSERT INTO notification (key, account_id, dossier_id, topic, subject, created_at, digest_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, ${due}) ON CONFLICT (key) DO NOTHING RETURNING id`,
      [key, owner.accountId, dossierId, topic, subject, this.clock.now()],
    );
    if (sms && inserted.length > 0) {
      const text = `${subject} ${this.config.publicUrl}/dossiers/${owner.reference}`;
      await this.sms.queueToOwner(tx, { key: `notification-${key}`, accountId: owner.accountId, text });
    }
    return email;
  }

  /** The latest first. */
  of(accountId: string): Promise<NewsLine[]> {
    return this.database.query(
      `SELECT n.id, reference, procedure_key AS "procedureKey", subject, n.created_at AS "createdAt", read_at AS "readAt"
       FROM notification n JOIN dossier d ON d.id = dossier_id WHERE n.account_id = $1 ORDER BY n.id DESC LIMIT 100`,
      [accountId],
    );
  }

  async unread(accountId: string): Promise<number> {
    const [row] = await this.database.query<{ n: number }[]>(
      'SELECT count(*)::int AS n FROM notification WHERE account_id = $1 AND read_at IS NULL',
      [accountId],
    );
    return row!.n;
  }

  /** Where it leads; undefined when it is not theirs. It has been seen. */
  async open(accountId: string, id: string): Promise<string | undefined> {
    if (!/^\d{1,18}$/.test(id)) return undefined;
    const [rows] = await this.database.query<[{ reference: string }[], number]>(
      `UPDATE notification n SET read_at = coalesce(read_at, $3) FROM dossier d
       WHERE n.id = $2 AND n.account_id = $1 AND d.id = dossier_id RETURNING reference`,
      [accountId, id, this.clock.now()],
    );
    return rows[0] && `/dossiers/${rows[0].reference}`;
  }

  async allRead(accountId: string): Promise<void> {
    await this.database.query('UPDATE notification SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL', [
      accountId,
      this.clock.now(),
    ]);
  }
}

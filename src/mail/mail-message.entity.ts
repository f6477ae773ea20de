import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** `kept`: there is no mail server, the message stays in the local mailbox. `failed`: given up, see `error`. */
export type MailStatus = 'queued' | 'sent' | 'kept' | 'failed';

/** An e-mail of the town: written in the transaction that wants it, delivered after. */
@Entity('mail_message')
export class MailMessage {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** One wish, one e-mail: asking again under the same key changes nothing. */
  @Column({ type: 'text', unique: true })
  idempotencyKey!: string;

  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  @Column({ type: 'text' })
  recipient!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'text' })
  html!: string;

  /** What must not stay readable here once a mail server has the message (a tracking code). */
  @Column({ type: 'text', nullable: true, select: false })
  confidential!: string | null;

  @Column({ type: 'text' })
  status!: MailStatus;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}

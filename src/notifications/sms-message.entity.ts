import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** `kept`: there is no gateway, the message stays here. `failed`: given up, see `error`. */
export type SmsStatus = 'queued' | 'sent' | 'kept' | 'failed';

/** A text message of the town: written in the transaction that wants it, delivered after. */
@Entity('sms_message')
export class SmsMessage {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** One wish, one message. */
  @Column({ type: 'text', unique: true })
  key!: string;

  @Column({ type: 'bigint' })
  accountId!: string;

  /** As `formats/phone.ts` keeps it. */
  @Column({ type: 'text' })
  recipient!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'text' })
  status!: SmsStatus;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}

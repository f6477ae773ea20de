import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { NotificationTopic } from './topics.js';

/** Something the owner of an account was told about a case. */
@Entity('notification')
export class Notification {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** One wish, one notification: that of the e-mail. */
  @Column({ type: 'text', unique: true })
  key!: string;

  @Column({ type: 'bigint' })
  accountId!: string;

  @Column({ type: 'bigint' })
  dossierId!: string;

  @Column({ type: 'text' })
  topic!: NotificationTopic;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  readAt!: Date | null;

  /** When the digest goes out that it belongs to, instead of an e-mail of its own. */
  @Column({ type: 'timestamptz', nullable: true })
  digestDueAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  digestedAt!: Date | null;
}

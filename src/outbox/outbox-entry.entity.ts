import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Topic } from './topics.js';

/** Something to be delivered after the transaction that wrote it. It is gone once the delivery was worked on. */
@Entity('outbox_entry')
export class OutboxEntryRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('text')
  topic!: Topic;

  @Column('jsonb')
  payload!: Record<string, unknown>;

  /** Not to be delivered before. */
  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** Since when it is in the queue. */
  @Column('timestamptz', { nullable: true })
  sentAt!: Date | null;
}

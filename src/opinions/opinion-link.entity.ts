import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A message to an adviser, and the link in it when the adviser is outside the town. */
@Entity('opinion_link')
export class OpinionLink {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  requestId!: string;

  /** Keyed hash of the token; none in a message without a link. */
  @Column({ type: 'bytea', nullable: true, unique: true })
  tokenHash!: Buffer | null;

  @Column({ type: 'text' })
  kind!: 'asked' | 'reminder' | 'resent';

  /** One wish, one message: the job or click that wanted it. */
  @Column({ type: 'text', unique: true })
  cause!: string;

  @Column({ type: 'text' })
  recipient!: string;

  @Column({ type: 'timestamptz' })
  sentAt!: Date;

  /** The agent who sent it again. */
  @Column({ type: 'text', nullable: true })
  sentBy!: string | null;

  /** Why it was sent again. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  revokedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  revokedBecause!: string | null;
}

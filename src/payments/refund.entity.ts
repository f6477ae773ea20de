import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/**
 * `asked`: somebody of finances decides, above a limit two; `approved`: to be sent; `sending`: the provider has it;
 * `failed`: the provider could not, another way has to be found.
 */
export type RefundState = 'asked' | 'approved' | 'sending' | 'done' | 'refused' | 'failed';

export const REFUND_REASONS = ['surplus', 'unknown', 'withdrawal', 'decision'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/** Money that goes back. */
@Entity('refund')
export class Refund {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** One wish, one refund: `job-1`, `money-1`, `withdrawal-1`. */
  @Column({ type: 'text', unique: true })
  key!: string;

  @Column({ type: 'bigint', nullable: true })
  paymentId!: string | null;

  /** What of it is given back; `null` = of the payment as a whole. */
  @Column({ type: 'bigint', nullable: true })
  moneyId!: string | null;

  /** The job that waits for it. */
  @Column({ type: 'bigint', nullable: true })
  jobKey!: string | null;

  @Column({ type: 'integer' })
  amountCents!: number;

  @Column({ type: 'text' })
  reason!: RefundReason;

  /** By the provider that took it, or to an account. */
  @Column({ type: 'text' })
  way!: 'online' | 'transfer';

  /** The attempt by which the money came. */
  @Column({ type: 'bigint', nullable: true })
  attemptId!: string | null;

  @Column({ type: 'text', nullable: true })
  iban!: string | null;

  @Column({ type: 'text', nullable: true })
  holder!: string | null;

  @Column({ type: 'text' })
  state!: RefundState;

  @Column({ type: 'text', nullable: true })
  providerReference!: string | null;

  @Column({ type: 'timestamptz' })
  askedAt!: Date;

  /** The agent who asked for it at the desk. */
  @Column({ type: 'bigint', nullable: true })
  askedBy!: string | null;

  @Column({ type: 'bigint', nullable: true })
  approvedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  approvedName!: string | null;

  @Column({ type: 'bigint', nullable: true })
  secondBy!: string | null;

  @Column({ type: 'text', nullable: true })
  secondName!: string | null;

  /** When the provider is asked what became of it. */
  @Column({ type: 'timestamptz', nullable: true })
  nextCheckAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** Who executed or refused it. */
  @Column({ type: 'text', nullable: true })
  endedBy!: string | null;

  /** Why it was refused. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;
}

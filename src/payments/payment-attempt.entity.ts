import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** `begun`: the provider is being asked, and nobody has seen its page yet. */
export type AttemptState = 'begun' | 'open' | 'paid' | 'failed' | 'cancelled' | 'expired';

/** One visit to the page of a payment provider. */
@Entity('payment_attempt')
export class PaymentAttempt {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** What is paid: a payment, or a basket of several. */
  @Column({ type: 'bigint', nullable: true })
  paymentId!: string | null;

  @Column({ type: 'bigint', nullable: true })
  basketId!: string | null;

  /** `PaymentProvider.kind`. */
  @Column({ type: 'text' })
  provider!: string;

  /** What the provider calls it. */
  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ type: 'text', nullable: true })
  checkoutUrl!: string | null;

  @Column({ type: 'text' })
  state!: AttemptState;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** The provider is asked at that time, whether it said something or not. */
  @Column({ type: 'timestamptz', nullable: true })
  nextCheckAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

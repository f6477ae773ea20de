import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export const MEANS = ['online', 'transfer', 'cash', 'card'] as const;
export type Means = (typeof MEANS)[number];

/** Why an agent has to look at it. `late`: the payment had expired or was cancelled. */
export const PROBLEMS = ['unknown', 'too-little', 'too-much', 'double', 'late'] as const;
export type Problem = (typeof PROBLEMS)[number];

/** What became of a problem. `completed`: the rest came; `automatic`: given back by the way it came. */
export type Settlement = 'assigned' | 'accepted' | 'refunded' | 'kept' | 'completed' | 'automatic';

/** Money that reached the town: once per operation, whoever tells it how often. */
@Entity('money_received')
export class MoneyReceived {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** `attempt-1`, `bank-<hash of the entry>`, `counter-<token of the form>`; of a basket's later shares with `-<payment>`. */
  @Column({ type: 'text', unique: true })
  source!: string;

  @Column({ type: 'text' })
  means!: Means;

  @Column({ type: 'integer' })
  amountCents!: number;

  @Column({ type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ type: 'bigint', nullable: true })
  paymentId!: string | null;

  @Column({ type: 'bigint', nullable: true })
  bankFileId!: string | null;

  @Column({ type: 'text', nullable: true })
  payerName!: string | null;

  @Column({ type: 'text', nullable: true })
  payerIban!: string | null;

  /** What the payer wrote. */
  @Column({ type: 'text', nullable: true })
  remittance!: string | null;

  /** The agent at the counter. */
  @Column({ type: 'text', nullable: true })
  receivedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  problem!: Problem | null;

  /** What of it was not owed. */
  @Column({ type: 'integer' })
  surplusCents!: number;

  @Column({ type: 'text', nullable: true })
  settlement!: Settlement | null;

  @Column({ type: 'timestamptz', nullable: true })
  settledAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  settledBy!: string | null;

  @Column({ type: 'text', nullable: true })
  note!: string | null;
}

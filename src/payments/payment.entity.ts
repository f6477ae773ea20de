import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';
import type { PaymentState } from './payment-states.js';

/** What a case asks somebody to pay. It outlives its dossier: accounting records are kept ten years. */
@Entity('payment')
export class Payment {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** The job that asks: a second delivery of it finds this row. */
  @Column({ type: 'bigint', unique: true })
  jobKey!: string;

  @Column({ type: 'bigint' })
  processInstanceId!: string;

  /** `null` once the dossier was erased. */
  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  @Column({ type: 'text' })
  dossierReference!: string;

  @Column({ type: 'text' })
  procedureKey!: string;

  /** Key of the department that treats the dossier. */
  @Column({ type: 'text' })
  department!: string;

  @Column({ type: 'text' })
  lang!: Lang;

  /** Opens the page where it is paid, and nothing else. */
  @Column({ type: 'text', unique: true })
  token!: string;

  @Column({ type: 'integer' })
  amountCents!: number;

  /** ISO 4217. */
  @Column({ type: 'text' })
  currency!: string;

  /** Twelve digits: `structured-communication.ts`. */
  @Column({ type: 'text', unique: true })
  communication!: string;

  @Column({ type: 'text' })
  state!: PaymentState;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  paidAt!: Date | null;

  /** `Q-2026-000001`: without gaps, given when it is paid. */
  @Column({ type: 'text', nullable: true })
  receiptNumber!: string | null;

  /** When it was expired, cancelled or refunded. */
  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';

/** Several payments that are paid at once. Where it stands is where its payments stand. */
@Entity('payment_basket')
export class PaymentBasket {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** Opens the page where they are paid, and nothing else. */
  @Column({ type: 'text', unique: true })
  token!: string;

  /** Twelve digits, as that of a payment: `structured-communication.ts`. */
  @Column({ type: 'text', unique: true })
  communication!: string;

  @Column({ type: 'text' })
  lang!: Lang;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';

/** What somebody may do who has the link of the e-mail: make an account of that address, or give theirs a new password. */
export type Purpose = 'registration' | 'new-password';

/** A link that was sent to an e-mail address: who opens it reads that mailbox. The row knows only the link's hash. */
@Entity('address_proof')
export class AddressProof {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bytea', unique: true })
  tokenHash!: Buffer;

  @Column({ type: 'text' })
  purpose!: Purpose;

  /** Always in lower case. */
  @Column({ type: 'text' })
  email!: string;

  /** Of a registration: whose account it shall be. */
  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text' })
  lang!: Lang;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  /** It counts once. */
  @Column({ type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}

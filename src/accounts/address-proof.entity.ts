import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';
import type { Person } from './person.js';

/**
 * What somebody may do who has the link of the e-mail: make an account of that address, give theirs a new
 * password, or make one for whom an identity provider has vouched.
 */
export type Purpose = 'registration' | 'new-password' | 'identity';

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

  /** Of an identity. */
  @Column({ type: 'jsonb', nullable: true })
  person!: Person | null;

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

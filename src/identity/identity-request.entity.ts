import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Person } from '../accounts/person.js';

/** A browser that was sent to the identity provider. It comes back with the state, or never. */
@Entity('identity_request')
export class IdentityRequest {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  sessionId!: string;

  @Column({ type: 'bytea', unique: true })
  stateHash!: Buffer;

  @Column({ type: 'text' })
  nonce!: string;

  @Column({ type: 'text' })
  codeVerifier!: string;

  /** The least that was asked for. */
  @Column({ type: 'text' })
  assurance!: 'verified' | 'eid';

  /** Where in the portal to go on. */
  @Column({ type: 'text' })
  back!: string;

  /** It counts once. */
  @Column({ type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;

  /** Who came back, while their account still lacks an address. */
  @Column({ type: 'jsonb', nullable: true })
  person!: Person | null;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;
}

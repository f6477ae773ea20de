import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Assurance } from './assurance.js';
import type { Lang } from '../forms/lang.js';

/** A dossier that this visitor may follow until then, opened by tracking code and second factor. */
export interface DossierGrant {
  readonly dossierId: string;
  readonly until: string;
}

/** What the town remembers of one browser. The cookie's value is not here, only its hash. */
@Entity('session')
export class Session {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bytea', unique: true })
  tokenHash!: Buffer;

  @Column({ type: 'bigint', nullable: true })
  accountId!: string | null;

  /** How surely the account's owner is behind this browser. */
  @Column({ type: 'text', nullable: true })
  assurance!: Assurance | null;

  @Column({ type: 'text', nullable: true })
  lang!: Lang | null;

  @Column({ type: 'bigint', array: true, default: () => "'{}'" })
  draftIds!: string[];

  @Column({ type: 'jsonb', default: () => "'[]'" })
  grants!: DossierGrant[];

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';

export const ANSWERS = ['confirme', 'refuse'] as const;
export type CosignatureAnswer = (typeof ANSWERS)[number];

/** A person who is asked to confirm somebody else's request, by a link and without an account. */
@Entity('cosignature')
export class Cosignature {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** A second delivery of the same job finds this row. */
  @Column({ type: 'bigint', unique: true })
  jobKey!: string;

  @Column({ type: 'bigint' })
  dossierId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  lang!: Lang;

  /** Keys of the questions whose answers this person is shown. */
  @Column({ type: 'jsonb' })
  sees!: readonly string[];

  @Column({ type: 'timestamptz' })
  askedAt!: Date;

  @Column({ type: 'text', nullable: true })
  answer!: CosignatureAnswer | null;

  /** As the person typed it. */
  @Column({ type: 'text', nullable: true })
  signedName!: string | null;

  /** Why it was refused. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;
}

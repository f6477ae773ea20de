import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Answers } from '../forms/form.js';
import type { Confidentiality } from '../forms/confidentiality.js';
import type { Lang } from '../forms/lang.js';
import type { PublicStatus } from './public-status.js';

export type Channel = 'online' | 'counter' | 'post' | 'e-mail' | 'phone';

/** The case a person sees: what was asked, by whom, and where it stands. */
@Entity('dossier')
export class Dossier {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** The number people quote: `TRN-2026-000123`; of a test `TEST-2026-000123`. */
  @Column({ type: 'text', unique: true })
  reference!: string;

  @Column({ type: 'text' })
  procedureKey!: string;

  /** The version that it is on, with its words; null only when it is older than versions. */
  @Column({ type: 'bigint', nullable: true })
  procedureVersionId!: string | null;

  /** Somebody tried a version. It never becomes real: the database sees to that. */
  @Column({ type: 'boolean', default: false })
  test!: boolean;

  @Column({ type: 'text' })
  formId!: string;

  /** Key of the department that treats it. */
  @Column({ type: 'text' })
  department!: string;

  /** Who of the department sees it: all, those who are cleared, or fewer still. */
  @Column({ type: 'text', default: 'normal' })
  confidentiality!: Confidentiality;

  /** Accounts that see it whatever their clearance. */
  @Column({ type: 'bigint', array: true, default: () => "'{}'" })
  readers!: string[];

  @Column({ type: 'bigint', nullable: true })
  processInstanceKey!: string | null;

  @Column({ type: 'bigint', nullable: true })
  accountId!: string | null;

  @Column({ type: 'text' })
  applicantName!: string;

  @Column({ type: 'text', nullable: true })
  applicantEmail!: string | null;

  /** ISO date; one of the two second factors of the tracking code. */
  @Column({ type: 'text', nullable: true })
  applicantBirthDate!: string | null;

  @Column({ type: 'text' })
  lang!: Lang;

  @Column({ type: 'text' })
  channel!: Channel;

  @Column({ type: 'jsonb' })
  answers!: Answers;

  /** Keyed hash: the code itself is shown once. */
  @Column({ type: 'bytea', unique: true, select: false })
  trackingCodeHash!: Buffer;

  @Column({ type: 'text' })
  publicStatus!: PublicStatus;

  /** Order of the step that set the status: a late delivery of an earlier one changes nothing. */
  @Column({ type: 'bigint', default: '0' })
  publicStatusSequence!: string;

  @Column({ type: 'timestamptz' })
  publicStatusAt!: Date;

  @Column({ type: 'timestamptz' })
  submittedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}

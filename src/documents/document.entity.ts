import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Variables } from '#engine';
import type { Lang } from '../forms/lang.js';

/** `pending`: it waits for a seal or signatures and does not stand yet; `refused`: a signatory did not sign it. */
export type DocumentStatus = 'pending' | 'valid' | 'refused' | 'replaced' | 'revoked';

/** eIDAS: the town's electronic seal, the advanced signature of a person, the qualified one. */
export type SignatureLevel = 'seal' | 'advanced' | 'qualified';

/** A document that the town issued, and whether it still stands. */
@Entity('document')
export class IssuedDocument {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** None for the minutes of a sitting. */
  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  /** Made for a test case: it attests nothing. */
  @Column({ type: 'boolean', default: false })
  test!: boolean;

  /** The job that asked for it: a second delivery of the same job finds this row. None when a person asked for it. */
  @Column({ type: 'bigint', unique: true, nullable: true })
  jobKey!: string | null;

  /** `TRN-2026-000123/1`: the dossier's number and which of its documents. */
  @Column({ type: 'text', unique: true })
  number!: string;

  /** Name of the procedure's template. */
  @Column({ type: 'text' })
  template!: string;

  /** In the language of the document. */
  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  lang!: Lang;

  @Column({ type: 'text' })
  status!: DocumentStatus;

  @Column({ type: 'text', unique: true })
  verificationCode!: string;

  /** Of the content, in hexadecimal. */
  @Column({ type: 'text' })
  sha256!: string;

  @Column({ type: 'integer' })
  size!: number;

  @Column({ type: 'bytea', select: false })
  content!: Buffer;

  /** All that a verifier is shown of the person: initials and year of birth. */
  @Column({ type: 'text' })
  subjectInitials!: string;

  @Column({ type: 'text', nullable: true })
  subjectBirthYear!: string | null;

  @Column({ type: 'timestamptz' })
  issuedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  /** The variables its template was filled with, as long as its file is kept: a corrected one is made from them. */
  @Column({ type: 'jsonb', nullable: true, select: false })
  words!: Variables | null;

  /** The document whose place it takes as soon as it stands, and why. */
  @Column({ type: 'bigint', nullable: true })
  replaces!: string | null;

  @Column({ type: 'text', nullable: true })
  replacingReason!: string | null;

  @Column({ type: 'bigint', nullable: true })
  replacedBy!: string | null;

  /** The sitting whose paper it is, and of which of its items. */
  @Column({ type: 'bigint', nullable: true })
  sittingId!: string | null;

  @Column({ type: 'bigint', nullable: true })
  agendaItemId!: string | null;

  /** When it was refused, replaced or revoked. */
  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** Why it was refused, replaced or revoked. */
  @Column({ type: 'text', nullable: true })
  revocationReason!: string | null;

  /** When its file went, before its dossier does (`retention.documents`). */
  @Column({ type: 'timestamptz', nullable: true })
  fileErasedAt!: Date | null;

  /** What the file carries; `null` for a file without any signature. */
  @Column({ type: 'text', nullable: true })
  signatureLevel!: SignatureLevel | null;

  /** When the last signature was put into it. */
  @Column({ type: 'timestamptz', nullable: true })
  signedAt!: Date | null;

  /** How often somebody verified it. */
  @Column({ type: 'integer', default: 0 })
  verifications!: number;
}

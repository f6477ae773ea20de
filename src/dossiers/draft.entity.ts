import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Answers } from '../forms/form.js';
import type { Lang } from '../forms/lang.js';
import type { Channel } from './dossier.entity.js';

/** Proofs of identity an agent may be shown; none by phone. */
export const IDENTITIES = ['eid', 'passport', 'residence-card', 'none'] as const;
export type Identity = (typeof IDENTITIES)[number];

/** A form being filled: a request not submitted yet, or the answer to a question the town asked about a dossier. */
@Entity('draft')
export class Draft {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'text' })
  procedureKey!: string;

  /** Of a test, and of an answer about a dossier: the version. A request follows whatever is offered. */
  @Column({ type: 'bigint', nullable: true })
  procedureVersionId!: string | null;

  /** It will be a test case. */
  @Column({ type: 'boolean', default: false })
  test!: boolean;

  @Column({ type: 'text' })
  formId!: string;

  /** The account that keeps it; without one it belongs to the session that lists it. */
  @Column({ type: 'bigint', nullable: true })
  accountId!: string | null;

  @Column({ type: 'text' })
  lang!: Lang;

  @Column({ type: 'jsonb', default: () => "'{}'" })
  answers!: Answers;

  /** Keys of the pages that were answered. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  pagesDone!: string[];

  /** Keyed hash of the code under which it can be resumed elsewhere. */
  @Column({ type: 'bytea', nullable: true, unique: true })
  resumeCodeHash!: Buffer | null;

  /** For an answer: the dossier it is about. For a request: the dossier it became. */
  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  /** For an answer: the BPMN element that waits, and which activation of it. */
  @Column({ type: 'text', nullable: true })
  element!: string | null;

  @Column({ type: 'text', nullable: true })
  elementInstance!: string | null;

  /** Set once it was sent; then nothing in it changes any more. */
  @Column({ type: 'timestamptz', nullable: true })
  submittedAt!: Date | null;

  /** The tracking code, sealed, so that the confirmation page can be shown again in the same browser. */
  @Column({ type: 'bytea', nullable: true, select: false })
  sealedTrackingCode!: Buffer | null;

  /** How the request reaches the town. */
  @Column({ type: 'text', default: 'online' })
  channel!: Channel;

  /** The agent who enters it for somebody. */
  @Column({ type: 'bigint', nullable: true })
  enteredBy!: string | null;

  /** What that agent was shown to know who asks. */
  @Column({ type: 'text', nullable: true })
  identity!: Identity | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;
}

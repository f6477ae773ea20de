import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Level } from './signature-provider.js';

export const JOB_TYPES = ['generate-document', 'sign-document', 'person'] as const;

/**
 * Documents that a job wants to be signed or sealed: the job waits until every one of them is, or is refused. What a person
 * asks for has no job, and nobody waits: `person`.
 */
@Entity('signature_request')
export class SignatureRequest {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** A second delivery of the same job finds this row. */
  @Column({ type: 'bigint', unique: true, nullable: true })
  jobKey!: string | null;

  @Column({ type: 'text' })
  jobType!: (typeof JOB_TYPES)[number];

  /** None for the minutes of a sitting. */
  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  @Column({ type: 'bigint', nullable: true })
  processInstanceId!: string | null;

  @Column({ type: 'text' })
  level!: Level;

  /** Milliseconds after a document reached its signatory. */
  @Column({ type: 'bigint' })
  remindAfter!: string;

  @Column({ type: 'bigint' })
  lateAfter!: string;

  /** `withdrawn`: the process does not wait for it any more. */
  @Column({ type: 'text' })
  state!: 'open' | 'done' | 'withdrawn';

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

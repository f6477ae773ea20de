import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Listener } from '#engine';

/** One execution of a service task, or of a listener, that is still to be done; then it becomes a row of `finished_job`. */
@Entity('job')
export class JobRow {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  processInstanceId!: string;

  @Column('text')
  wait!: string;

  @Column('text')
  type!: string;

  @Column('text')
  element!: string;

  @Column('text')
  elementInstance!: string;

  @Column('jsonb')
  headers!: Record<string, string>;

  /** Not the work of the element but a listener of it: at which event; or the question what runs in an ad-hoc sub-process. */
  @Column('text', { nullable: true })
  listener!: Listener['on'] | 'ad-hoc' | null;

  /** Tries that are left; 0 = an incident waits for a person. */
  @Column('int')
  retries!: number;

  /** Those of a higher one are handed out first; 0 unless the model says otherwise. */
  @Column('double precision', { default: 0 })
  priority!: number;

  /** Tries that failed. */
  @Column('int')
  attempts!: number;

  @Column('timestamptz')
  dueAt!: Date;

  /** What the last try complained about. */
  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** The external worker that has it, or had it last. */
  @Column('text', { nullable: true })
  worker!: string | null;

  /** Until then nobody else gets it. */
  @Column('timestamptz', { nullable: true })
  lockedUntil!: Date | null;
}

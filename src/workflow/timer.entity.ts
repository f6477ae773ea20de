import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StartTrigger } from '#engine';

export type StartTimer = Extract<StartTrigger, { type: 'timer' }>;

/** A timer that has not fired: of an instance, or a start event of a definition. */
@Entity('timer')
export class TimerRow {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint', { nullable: true })
  processInstanceId!: string | null;

  @Column('text', { nullable: true })
  wait!: string | null;

  @Column('bigint', { nullable: true })
  processDefinitionId!: string | null;

  @Column('text')
  element!: string;

  @Column('text', { nullable: true })
  elementInstance!: string | null;

  /** Of a start event: what the engine needs to find the next one of the cycle. */
  @Column('jsonb', { nullable: true })
  schedule!: StartTimer | null;

  @Column('timestamptz')
  dueAt!: Date;

  /** Whether a delivery at `dueAt` was asked for; far-off timers wait in the row alone. */
  @Column('boolean')
  alarmed!: boolean;

  @Column('timestamptz')
  createdAt!: Date;
}

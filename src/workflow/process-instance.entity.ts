import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProcessInstance } from '#engine';

/** A process instance: `state` is the engine's, the rest is what the host looks for. */
@Entity('process_instance')
export class ProcessInstanceRow {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  processDefinitionId!: string;

  @Column('text')
  processId!: string;

  /** The instance that nobody called; whoever changes one of its descendants locks this one first. */
  @Column('bigint')
  rootId!: string;

  @Column('bigint', { nullable: true })
  parentId!: string | null;

  /** The call activity of the parent that waits for this instance. */
  @Column('text', { nullable: true })
  parentWait!: string | null;

  /** What the instance is about, in the caller's numbers. */
  @Column('text', { nullable: true })
  businessId!: string | null;

  /** Set when a message with this correlation key started it. */
  @Column('text', { nullable: true })
  startCorrelationKey!: string | null;

  @Column('text')
  status!: ProcessInstance['status'];

  @Column('jsonb')
  state!: ProcessInstance;

  /** How many commands it has accepted. */
  @Column('int')
  steps!: number;

  @Column('timestamptz')
  startedAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}

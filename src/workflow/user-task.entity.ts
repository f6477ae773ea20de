import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CreateUserTask } from '#engine';

/** Something a person has to do. Completed and canceled ones stay. */
@Entity('user_task')
export class UserTaskRow {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  processInstanceId!: string;

  @Column('bigint')
  processDefinitionId!: string;

  @Column('text')
  processId!: string;

  @Column('text')
  wait!: string;

  /** Id in the BPMN file. */
  @Column('text')
  element!: string;

  @Column('text')
  elementInstance!: string;

  @Column('text')
  name!: string;

  @Column('text')
  state!: 'created' | 'completed' | 'canceled';

  /** Account that claimed it or got it. */
  @Column('text', { nullable: true })
  assignee!: string | null;

  /** Account that has delegated it and gets it back, once `delegate` (the assignee meanwhile) has answered. */
  @Column('text', { nullable: true })
  owner!: string | null;

  @Column('text', { nullable: true })
  delegate!: string | null;

  /** Keys of departments. */
  @Column('text', { array: true })
  candidateGroups!: string[];

  /** Accounts. */
  @Column('text', { array: true })
  candidateUsers!: string[];

  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  followUpAt!: Date | null;

  @Column('int')
  priority!: number;

  @Column('jsonb', { nullable: true })
  form!: NonNullable<CreateUserTask['form']> | null;

  /** `zeebe:taskHeaders` of the model. */
  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  endedBy!: string | null;
}

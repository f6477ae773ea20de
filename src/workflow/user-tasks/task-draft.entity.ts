import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A form of a task as it was left: one per task, whoever wrote it. */
@Entity('task_draft')
export class TaskDraftRow {
  @PrimaryColumn('bigint')
  taskId!: string;

  /** The inputs of the form by name, as a browser posts them. */
  @Column('jsonb')
  posted!: Readonly<Record<string, string | readonly string[]>>;

  /** Account. */
  @Column('text')
  savedBy!: string;

  @Column('timestamptz')
  savedAt!: Date;
}

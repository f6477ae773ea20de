import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** An instance cannot go on without a person. */
@Entity('incident')
export class IncidentRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('bigint')
  processInstanceId!: string;

  @Column('text')
  processId!: string;

  /** The engine's number of it, within the instance. */
  @Column('text')
  incident!: string;

  @Column('text')
  element!: string;

  @Column('text')
  elementInstance!: string;

  @Column('text', { nullable: true })
  wait!: string | null;

  /** One of the incident codes of docs/errors.md. */
  @Column('text')
  code!: string;

  @Column('text')
  message!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  resolvedAt!: Date | null;
}

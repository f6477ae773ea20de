import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';

/** A department of the town (*service communal*). Its key is a candidate group in BPMN. */
@Entity('department')
export class Department {
  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'jsonb' })
  names!: Record<Lang, string>;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  /** The account that is told when tasks of the department are too late. */
  @Column({ type: 'bigint', nullable: true })
  headId!: string | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Actor } from './actor.js';

/**
 * Something that happened to a dossier or to a process instance. Rows are never changed. The columns by which searches find them
 * besides (`process_definition_id`, `element`) are told by the database, and those of the hot path.
 */
@Entity('history_entry')
export class HistoryEntryRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('bigint', { nullable: true })
  dossierId!: string | null;

  @Column('bigint', { nullable: true })
  processInstanceId!: string | null;

  @Column('text')
  kind!: string;

  @Column('jsonb')
  actor!: Pick<Actor, 'kind' | 'accountId' | 'name'>;

  @Column('timestamptz')
  at!: Date;

  @Column('jsonb')
  data!: Record<string, unknown>;

  @Column('boolean')
  public!: boolean;
}

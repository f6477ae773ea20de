import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { StoredFile } from './package.js';
import type { State } from './states.js';

/** One version of a whole procedure, with every file. The files never change; the state does. */
@Entity('procedure_version')
export class ProcedureVersion {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'text' })
  procedureKey!: string;

  /** From 1, per procedure. */
  @Column({ type: 'int' })
  number!: number;

  /** What the analyst calls it. */
  @Column({ type: 'text' })
  versionTag!: string;

  /** Of all files: the same folder again is no new version. */
  @Column({ type: 'text' })
  checksum!: string;

  @Column({ type: 'jsonb', select: false })
  files!: StoredFile[];

  @Column({ type: 'text' })
  state!: State;

  /** From when it is offered, once that is known. */
  @Column({ type: 'timestamptz', nullable: true })
  effectiveFrom!: Date | null;

  /** Last part of the address under which it can be tried. */
  @Column({ type: 'text', nullable: true })
  testToken!: string | null;

  /** Process of its real cases: a key of `definition`. Several versions have the same when only words differ. */
  @Column({ type: 'bigint', nullable: true })
  definitionId!: string | null;

  /** Process of its test cases. */
  @Column({ type: 'bigint', nullable: true })
  testDefinitionId!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}

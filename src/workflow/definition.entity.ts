import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** `requirements`: the graph that the decisions of one DMN file are part of. `resource`: any other file, only kept. */
export type DefinitionKind = 'process' | 'decision' | 'requirements' | 'form' | 'resource';

/** One version of a deployed process, decision or form. Never changed; the content is the truth, the rest is derived. */
@Entity('definition')
export class DefinitionRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('text')
  kind!: DefinitionKind;

  /** Id within its file: of the BPMN process, the decision, the form. */
  @Column('text')
  definitionId!: string;

  /** From 1. */
  @Column('int')
  version!: number;

  @Column('text', { nullable: true })
  versionTag!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text')
  resourceName!: string;

  @Column('text')
  content!: string;

  @Column('text')
  checksum!: string;

  @Column('text', { nullable: true })
  procedureKey!: string | null;

  /** Deployed to be tried: never the latest, and found only by what came with it. */
  @Column('boolean', { default: false })
  test!: boolean;

  @Column('timestamptz')
  deployedAt!: Date;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What a body can do with an item; the words are those of the block `college`. `reporte` brings the case back to the agenda. */
export const OUTCOMES = ['accepte', 'accepte-modifie', 'refuse', 'retire', 'reporte'] as const;
export type ItemOutcome = (typeof OUTCOMES)[number];

/** A case on the agenda of a sitting, and what became of it there. */
@Entity('agenda_item')
export class AgendaItem {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  sittingId!: string;

  /** The instance that waits for the decision. */
  @Column({ type: 'bigint' })
  processInstanceId!: string;

  /** None when the process runs for no dossier, or the dossier has been erased. */
  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  /** Its place on the agenda, from 1. */
  @Column({ type: 'int' })
  rank!: number;

  /** The dossier's number as it was; empty without one. */
  @Column({ type: 'text' })
  reference!: string;

  @Column({ type: 'text' })
  subject!: string;

  /** The decision as it was prepared. */
  @Column({ type: 'text' })
  proposal!: string;

  /** Discussed without the public (CDLD, art. L1122-21): the public minutes leave it out. */
  @Column({ type: 'boolean' })
  behindClosedDoors!: boolean;

  @Column({ type: 'text', nullable: true })
  outcome!: ItemOutcome | null;

  /** The decision as it was taken. */
  @Column({ type: 'text' })
  wording!: string;

  /** Postponed, and the next sitting would be too late. */
  @Column({ type: 'boolean' })
  urgent!: boolean;

  /** The task that the decision completes; known as soon as a decision is written. */
  @Column({ type: 'bigint', nullable: true })
  userTaskId!: string | null;

  /** Since when the decision is in the case. */
  @Column({ type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}

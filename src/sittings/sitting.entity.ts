import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Who decides: the municipal college, the council, or the mayor alone. */
export const BODIES = ['college', 'council', 'mayor'] as const;
export type Body = (typeof BODIES)[number];

/** `prepared`: its agenda changes; `convened`: the agenda is fixed and decisions are written; `closed`: they are in the cases. */
export type SittingState = 'prepared' | 'convened' | 'closed';

/** A meeting of a body that decides. */
@Entity('sitting')
export class Sitting {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'text' })
  body!: Body;

  /** Whose members prepare it and write its minutes. */
  @Column({ type: 'text' })
  department!: string;

  @Column({ type: 'timestamptz' })
  heldAt!: Date;

  @Column({ type: 'text' })
  place!: string;

  @Column({ type: 'text' })
  state!: SittingState;

  /** Who was there, as the minutes say it. */
  @Column({ type: 'text' })
  present!: string;

  /** Names of the people who did it. */
  @Column({ type: 'text' })
  plannedBy!: string;

  @Column({ type: 'text', nullable: true })
  convenedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  closedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  convenedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}

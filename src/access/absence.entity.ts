import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Days on which somebody is away and somebody else stands in. Kept when over. */
@Entity('absence')
export class Absence {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** Who is away. */
  @Column({ type: 'bigint' })
  accountId!: string;

  @Column({ type: 'bigint' })
  deputyId!: string;

  /** Days of the town, both included, as `2026-11-23`. */
  @Column({ type: 'date' })
  firstDay!: string;

  @Column({ type: 'date' })
  lastDay!: string;

  /** The written delegation by which the deputy may sign (CDLD L1132-4); without it the deputy signs nothing. */
  @Column({ type: 'text', nullable: true })
  delegationAct!: string | null;

  @Column({ type: 'bigint' })
  namedBy!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** Called off, or ended early. */
  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How easy a procedure was, from 1 to 5, said once by the applicant after the end. */
@Entity('satisfaction')
export class Satisfaction {
  @PrimaryColumn({ type: 'bigint' })
  dossierId!: string;

  @Column({ type: 'int' })
  score!: number;

  @Column({ type: 'text' })
  comment!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

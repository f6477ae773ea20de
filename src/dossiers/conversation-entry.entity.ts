import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Who speaks: the applicant, the town, or an agent to colleagues only. */
export type Side = 'applicant' | 'town' | 'note';

/** Something that was said about a dossier. Never changed; `readAt` says when the other side saw it. */
@Entity('conversation_entry')
export class ConversationEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  dossierId!: string;

  @Column({ type: 'text' })
  side!: Side;

  /** The account of the author, when there is one. */
  @Column({ type: 'bigint', nullable: true })
  authorId!: string | null;

  @Column({ type: 'text' })
  authorName!: string;

  /** Key of the department that speaks: applicants are told this, not the agent's name. */
  @Column({ type: 'text', nullable: true })
  department!: string | null;

  @Column({ type: 'text' })
  text!: string;

  /** Notes: the task it was written about. */
  @Column({ type: 'bigint', nullable: true })
  taskId!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  readAt!: Date | null;
}

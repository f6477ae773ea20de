import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A file that somebody gave us, of a draft until it is sent, then of the dossier. */
@Entity('attachment')
export class Attachment {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint', nullable: true })
  draftId!: string | null;

  @Column({ type: 'bigint', nullable: true })
  dossierId!: string | null;

  /** Key of the form field it answers. */
  @Column({ type: 'text' })
  fieldKey!: string;

  @Column({ type: 'text' })
  fileName!: string;

  /** As found in the content, whatever the browser said. */
  @Column({ type: 'text' })
  mediaType!: string;

  @Column({ type: 'integer' })
  size!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ type: 'bytea', select: false })
  content!: Buffer;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}

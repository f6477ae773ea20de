import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A file that belongs to an opinion, also while that is being written. */
@Entity('opinion_file')
export class OpinionFile {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  requestId!: string;

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

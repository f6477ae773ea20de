import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A file of account statements that was read. */
@Entity('bank_file')
export class BankFile {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** Of its bytes: the same file is read once. */
  @Column({ type: 'text', unique: true })
  sha256!: string;

  @Column({ type: 'text' })
  format!: 'coda' | 'camt.053';

  @Column({ type: 'text' })
  fileName!: string;

  /** The town's account. */
  @Column({ type: 'text' })
  account!: string;

  /** ISO dates of the first and last statement. */
  @Column({ type: 'text' })
  firstDay!: string;

  @Column({ type: 'text' })
  lastDay!: string;

  /** Amounts that came in, and how many of them were new. */
  @Column({ type: 'integer' })
  entries!: number;

  @Column({ type: 'integer' })
  newEntries!: number;

  @Column({ type: 'text' })
  importedBy!: string;

  @Column({ type: 'timestamptz' })
  importedAt!: Date;
}

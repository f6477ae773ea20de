import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export const KINDS = [
  'identity',
  'household',
  'income',
  'mandate',
  'statutes',
  'insurance',
  'plan',
  'photo',
  'other',
] as const;
export type VaultKind = (typeof KINDS)[number];

/** A document that the owner of an account keeps here, to give it again. */
@Entity('vault_document')
export class VaultDocument {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  accountId!: string;

  @Column({ type: 'text' })
  kind!: VaultKind;

  @Column({ type: 'text' })
  fileName!: string;

  /** As found in the content. */
  @Column({ type: 'text' })
  mediaType!: string;

  @Column({ type: 'integer' })
  size!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ type: 'bytea', select: false })
  content!: Buffer;

  /** ISO date, included; after it the document is offered no more. */
  @Column({ type: 'date', nullable: true })
  validUntil!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** When its owner was told that it ends soon. */
  @Column({ type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/**
 * `later`: others sign first; `waiting`: for the signatory; `asked`: signed as far as the signatory is concerned, the provider
 * is at it.
 */
export type SignatureState = 'later' | 'waiting' | 'asked' | 'signed' | 'refused' | 'withdrawn';

/** Why there is no signature although the signatory wanted one. */
export type SignatureProblem = 'declined' | 'expired' | 'impossible';

/** One signature of one document: the signatory's turn, and what became of it. */
@Entity('signature')
export class SignatureRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint' })
  requestId!: string;

  @Column({ type: 'bigint' })
  documentId!: string;

  /** From 1: the next one is asked when this one has signed. */
  @Column({ type: 'integer' })
  position!: number;

  /** The signatory; `null`: the town's seal, which asks nobody. */
  @Column({ type: 'bigint', nullable: true })
  accountId!: string | null;

  /** As printed: name and function. */
  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  state!: SignatureState;

  @Column({ type: 'timestamptz', nullable: true })
  reachedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lateAt!: Date | null;

  /** Named for this signature alone, because the signatory did not sign in time. */
  @Column({ type: 'bigint', nullable: true })
  deputyId!: string | null;

  @Column({ type: 'text', nullable: true })
  deputyTitle!: string | null;

  @Column({ type: 'text', nullable: true })
  deputyAct!: string | null;

  /** The signatory has seen it and means to sign it with others. */
  @Column({ type: 'timestamptz', nullable: true })
  chosenAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  askedAt!: Date | null;

  /** Who signs: the signatory or a deputy. */
  @Column({ type: 'bigint', nullable: true })
  signerId!: string | null;

  @Column({ type: 'text', nullable: true })
  signerTitle!: string | null;

  /** The delegation by which a deputy signs. */
  @Column({ type: 'text', nullable: true })
  act!: string | null;

  /** The file with room for this signature, while the provider is at it. */
  @Column({ type: 'bytea', nullable: true, select: false })
  prepared!: Buffer | null;

  @Column({ type: 'bytea', nullable: true, select: false })
  digest!: Buffer | null;

  /** Of the provider: to ask again with. */
  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ type: 'text', nullable: true })
  problem!: SignatureProblem | null;

  /** Why it was refused. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

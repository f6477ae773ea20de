import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** An account whose owner an identity provider has vouched for. */
@Entity('identity')
export class Identity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'bigint', unique: true })
  accountId!: string;

  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text' })
  subject!: string;

  /** Eleven digits. */
  @Column({ type: 'text', nullable: true })
  nationalNumber!: string | null;

  @Column({ type: 'text' })
  givenName!: string;

  @Column({ type: 'text' })
  familyName!: string;

  /** ISO 8601. */
  @Column({ type: 'date', nullable: true })
  birthDate!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  lastUsedAt!: Date;
}

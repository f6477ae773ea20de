import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key of the test authority. */
@Entity('signing_key')
export class SigningKey {
  /** `authority`, `seal`, `time-stamp`, or the id of an account. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** X.509, DER. */
  @Column({ type: 'bytea' })
  certificate!: Buffer;

  /** PKCS#8, sealed with the town's secret. */
  @Column({ type: 'bytea', select: false })
  privateKey!: Buffer;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}

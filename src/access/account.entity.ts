import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Lang } from '../forms/lang.js';
import type { Confidentiality } from '../forms/confidentiality.js';

export type Role = 'citizen' | 'agent' | 'analyst' | 'administrator';

/** Somebody who can sign in. A citizen needs none to make a request; everybody else does. */
@Entity('account')
export class Account {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** Always in lower case. */
  @Column({ type: 'text', unique: true })
  email!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  role!: Role;

  /** Keys of the departments whose tasks this person may see and take. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  departments!: string[];

  /** The most confidential cases of these departments that this person may see without being named. */
  @Column({ type: 'text', default: 'normal' })
  clearance!: Confidentiality;

  @Column({ type: 'text', select: false })
  passwordHash!: string;

  /** The password was given by somebody else: it opens nothing but the page where it is changed. */
  @Column({ type: 'boolean', default: false })
  firstPassword!: boolean;

  @Column({ type: 'text', default: 'fr' })
  lang!: Lang;

  /** Made for a demonstration; the person does not exist. */
  @Column({ type: 'boolean', default: false })
  synthetic!: boolean;

  /** From then on nobody signs in with it. */
  @Column({ type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}

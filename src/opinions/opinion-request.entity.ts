import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Answers } from '../forms/form.js';
import type { Lang } from '../forms/lang.js';
import type { Silence, Verdict } from '../procedures/opinion-words.js';

/** Somebody is asked for an opinion about a dossier: a service of the town, or a body outside it. */
@Entity('opinion_request')
export class OpinionRequest {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  /** The job that asked: once, however often it is worked on. */
  @Column({ type: 'bigint' })
  jobKey!: string;

  @Column({ type: 'bigint' })
  dossierId!: string;

  @Column({ type: 'bigint' })
  processInstanceId!: string;

  /** Id in the model of the user task that the opinion completes. */
  @Column({ type: 'text' })
  task!: string;

  /** Key of the department, or of the body in `opinions` of procedure.yaml. */
  @Column({ type: 'text' })
  adviser!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text' })
  lang!: Lang;

  /** It has no account: it answers by a link. */
  @Column({ type: 'boolean' })
  outside!: boolean;

  @Column({ type: 'text' })
  question!: string;

  /** The message that asks; sent again with a new link. */
  @Column({ type: 'text' })
  template!: string;

  @Column({ type: 'timestamptz' })
  askedAt!: Date;

  /** As it was asked; the open task knows whether it was put off. */
  @Column({ type: 'timestamptz' })
  dueAt!: Date;

  /** Until then its links work; what is said after the deadline is late. */
  @Column({ type: 'timestamptz' })
  openUntil!: Date;

  /** What its silence was taken for, once the procedure went on without it. */
  @Column({ type: 'text', nullable: true })
  silence!: Silence | null;

  @Column({ type: 'timestamptz', nullable: true })
  silentAt!: Date | null;

  /** What was typed and not sent yet, by name of the input. */
  @Column({ type: 'jsonb', default: () => "'{}'" })
  draft!: Readonly<Record<string, string | readonly string[]>>;

  @Column({ type: 'jsonb', nullable: true })
  answers!: Answers | null;

  @Column({ type: 'text', nullable: true })
  verdict!: Verdict | null;

  @Column({ type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;

  /** Name of the agent who wrote it down; none when it came by a link. */
  @Column({ type: 'text', nullable: true })
  answeredBy!: string | null;

  /** It came when the procedure had already gone on. */
  @Column({ type: 'boolean', default: false })
  late!: boolean;
}

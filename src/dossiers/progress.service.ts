import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { Outbox } from '../outbox/outbox.js';
import type { Lang } from '../forms/lang.js';
import type { Delivered } from '../outbox/topics.js';
import { Dossier } from './dossier.entity.js';
import { isPublicStatus, type PublicStatus } from './public-status.js';

/** What a process tells the applicant besides the statuses of its elements. */
export interface Announcement {
  readonly status: PublicStatus;
  readonly texts?: Readonly<Record<Lang, string>>;
  readonly jobKey: string;
}

/** Follows the process of a dossier: its public status, and its end. Each delivery counts once, in whatever order they come. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly history: History,
  ) {}

  async reached({ processInstanceKey, status, at, sequence }: Delivered<'public-status.reached'>): Promise<void> {
    if (!isPublicStatus(status)) return;
    await this.once(sequence, processInstanceKey, async (tx, dossier) => {
      const when = new Date(at);
      const data = { status };
      const entry = { dossierId: dossier.id, kind: 'status.reached', actor: SYSTEM, at: when, data, public: true };
      await this.history.append(tx, entry);
      // an earlier step that is delivered late belongs to the history, but is not where the dossier stands
      if (BigInt(sequence) <= BigInt(dossier.publicStatusSequence)) return;
      // what the process told before the applicant withdrew may arrive after it
      if (dossier.publicStatus === 'retiree') return;
      const change = { publicStatus: status, publicStatusSequence: sequence, publicStatusAt: when };
      await tx.update(Dossier, dossier.id, change);
    });
  }

  /** A process tells it in words of its own: once per job. */
  async announce(dossierId: string, { status, texts, jobKey }: Announcement): Promise<void> {
    await this.database.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_write' as const };
      const dossier = await tx.findOne(Dossier, { where: { id: dossierId }, lock });
      if (!dossier) throw new Error(`There is no dossier ${dossierId}.`);
      const [[said], [next]] = await Promise.all([
        tx.query<unknown[]>(
          `SELECT FROM history_entry WHERE dossier_id = $1 AND kind = 'status.reached' AND data->>'job' = $2`,
          [dossierId, jobKey],
        ),
        // later than what was told before, earlier than what will be
        tx.query<{ sequence: string }[]>(`SELECT nextval('key_seq') AS sequence`),
      ]);
      // the applicant's own word is the last
      if (said || dossier.publicStatus === 'retiree') return;
      const at = this.clock.now();
      const data = { status, job: jobKey, ...(texts && { texts }) };
      await this.history.append(tx, { dossierId, kind: 'status.reached', actor: SYSTEM, at, data, public: true });
      const change = { publicStatus: status, publicStatusSequence: next!.sequence, publicStatusAt: at };
      await tx.update(Dossier, dossierId, change);
    });
  }

  async ended({ processInstanceKey, status, sequence }: Delivered<'process-instance.ended'>): Promise<void> {
    await this.once(sequence, processInstanceKey, async (tx, dossier) => {
      if (dossier.closedAt) return;
      const at = this.clock.now();
      await tx.update(Dossier, dossier.id, { closedAt: at });
      const data = { process: status };
      await this.history.append(tx, { dossierId: dossier.id, kind: 'dossier.closed', actor: SYSTEM, at, data });
    });
  }

  private async once(
    sequence: string,
    processInstanceKey: string,
    work: (tx: Transaction, dossier: Dossier) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.outbox.take(tx, sequence))) return;
      const lock = { mode: 'pessimistic_write' as const };
      const dossier = await tx.findOne(Dossier, { where: { processInstanceKey }, lock });
      // a process may also run for no dossier
      if (dossier) await work(tx, dossier);
    });
  }
}

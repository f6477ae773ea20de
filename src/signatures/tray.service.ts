import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { Circuit } from './circuit.js';
import type { Level } from './signature-provider.js';
import { SignatureRow, type SignatureProblem } from './signature.entity.js';

/** A document in somebody's tray. */
export interface ToSign {
  readonly id: string;
  readonly state: 'waiting' | 'asked';
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly level: Level;
  readonly dossierId: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly reachedAt: Date;
  readonly late: boolean;
  /** This account has opened the document. */
  readonly seen: boolean;
  /** Put aside to be signed with others. */
  readonly chosen: boolean;
  readonly problem: SignatureProblem | null;
  /** As printed: the signatory, or the deputy. */
  readonly signer: string;
  /** Whose signature it would be, and by which act a deputy may; absent for one's own. */
  readonly insteadOf?: { readonly name: string; readonly act: string };
}

type Row = Omit<ToSign, 'insteadOf'> & { readonly owner: string; readonly own: boolean; readonly act: string | null };

/**
 * What waits for an account: its own signatures, those for which it was named, and those of people who are away today and by
 * a written delegation have it as deputy. Nobody signs a document twice: who countersigns it stands in for nobody else there.
 * `$1` the account, `$2` now.
 */
const TRAY = `
  SELECT s.id, s.state, d.id AS "documentId", d.number, d.title, r.level, r.dossier_id AS "dossierId",
    dossier.reference, dossier.procedure_key AS "procedureKey", s.reached_at AS "reachedAt", s.late_at IS NOT NULL AS late,
    EXISTS (SELECT FROM signature_view v WHERE v.signature_id = s.id AND v.account_id = $1) AS seen,
    s.chosen_at IS NOT NULL AS chosen, s.problem, s.title AS owner, s.account_id = $1 AS own,
    CASE WHEN s.account_id = $1 THEN s.title WHEN s.deputy_id = $1 THEN s.deputy_title ELSE me.name END AS signer,
    CASE WHEN s.account_id = $1 THEN NULL WHEN s.deputy_id = $1 THEN s.deputy_act ELSE away.delegation_act END AS act
  FROM signature s
    JOIN signature_request r ON r.id = s.request_id AND r.state = 'open'
      AND (r.job_key IS NULL OR EXISTS (SELECT FROM job WHERE job.id = r.job_key))
    JOIN document d ON d.id = s.document_id
    JOIN dossier ON dossier.id = r.dossier_id
    JOIN account me ON me.id = $1
    LEFT JOIN absence away ON away.account_id = s.account_id AND away.deputy_id = $1 AND away.ended_at IS NULL
      AND away.delegation_act IS NOT NULL
      AND ($2::timestamptz AT TIME ZONE 'Europe/Brussels')::date BETWEEN away.first_day AND away.last_day
  WHERE s.state IN ('waiting', 'asked') AND (s.account_id = $1 OR s.deputy_id = $1 OR away.id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM signature other WHERE other.request_id = s.request_id AND other.document_id = s.document_id
      AND other.id <> s.id AND (other.signer_id = $1 OR s.account_id <> $1 AND other.account_id = $1))`;

/** The tray of a signatory: seen one by one, then signed together, or refused one alone. */
@Injectable()
export class TrayService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly circuit: Circuit,
  ) {}

  /** The documents of the oldest request first, each request in its own order. */
  async of(accountId: string): Promise<ToSign[]> {
    const now = this.clock.now();
    const rows = await this.database.query<Row[]>(`${TRAY} ORDER BY r.id, s.id`, [accountId, now]);
    return rows.map(toSign);
  }

  async one(accountId: string, id: string, tx: Transaction = this.database.manager): Promise<ToSign | undefined> {
    if (!/^\d{1,19}$/.test(id)) return undefined;
    const [row] = await tx.query<Row[]>(`${TRAY} AND s.id = $3`, [accountId, this.clock.now(), id]);
    return row && toSign(row);
  }

  /** Whoever signs has opened the document: their browser has got it. */
  async seen(accountId: string, id: string): Promise<void> {
    await this.database.query(
      'INSERT INTO signature_view (signature_id, account_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [id, accountId, this.clock.now()],
    );
  }

  /** Put aside for the signature of many, or taken back. False when it was not opened before. */
  async choose(accountId: string, id: string, chosen: boolean): Promise<boolean> {
    const one = await this.one(accountId, id);
    if (!one?.seen || one.state !== 'waiting') return false;
    await this.database.manager.update(SignatureRow, id, { chosenAt: chosen ? this.clock.now() : null });
    return true;
  }

  /** Signs those that the account has opened; the others are left. Returns how many. Who asks has shown who they are. */
  sign(accountId: string, ids: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      let signed = 0;
      // in one order, so that two people who sign the same do not wait for each other for ever
      for (const id of [...new Set(ids)].sort()) {
        const one = await this.locked(tx, accountId, id);
        if (!one?.seen) continue;
        const asked = {
          state: 'asked',
          signerId: accountId,
          signerTitle: one.signer,
          act: one.insteadOf?.act ?? null,
          askedAt: this.clock.now(),
          problem: null,
        } as const;
        await tx.update(SignatureRow, id, asked);
        await this.outbox.append(tx, 'signature.asked', { signatureId: id });
        signed += 1;
      }
      return signed;
    });
  }

  /** This document goes back alone. False when it is not waiting for this account (any more), or was not opened. */
  refuse(actor: Actor & { readonly accountId: string }, id: string, reason: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const one = await this.locked(tx, actor.accountId, id);
      if (!one?.seen) return false;
      await this.circuit.refused(tx, await tx.findOneByOrFail(SignatureRow, { id }), reason, actor);
      return true;
    });
  }

  private async locked(tx: Transaction, accountId: string, id: string): Promise<ToSign | undefined> {
    if (!/^\d{1,19}$/.test(id)) return undefined;
    await tx.query('SELECT FROM signature WHERE id = $1 FOR UPDATE', [id]);
    const one = await this.one(accountId, id, tx);
    return one?.state === 'waiting' ? one : undefined;
  }
}

function toSign({ owner, own, act, ...row }: Row): ToSign {
  return { ...row, ...(!own && { insteadOf: { name: owner, act: act ?? '' } }) };
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { PendingDocuments } from '../documents/pending-documents.service.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { SignatureMail } from './signature-mail.js';
import { SignatureRequest } from './signature-request.entity.js';
import { SignatureRow } from './signature.entity.js';

/** Who signs: an account and what is printed of it, or nobody: the town's seal. */
export interface Place {
  readonly accountId: string | null;
  readonly title: string;
}

export const SEAL_ALONE: readonly Place[] = [{ accountId: null, title: '' }];

export type NewCircuit = Pick<
  SignatureRequest,
  'jobKey' | 'jobType' | 'dossierId' | 'processInstanceId' | 'level' | 'remindAfter' | 'lateAfter'
>;

const OPEN = `('later', 'waiting', 'asked')`;

/** Whose turn it is: each document goes its own way from signatory to signatory, and its request ends with the last one. */
@Injectable()
export class Circuit {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly documents: PendingDocuments,
    private readonly mail: SignatureMail,
  ) {}

  /** Writes down who is asked for what, and begins. The documents are pending. */
  async open(
    tx: Transaction,
    wanted: NewCircuit,
    documentIds: readonly string[],
    order: readonly Place[],
  ): Promise<void> {
    const request = { ...wanted, state: 'open' as const, createdAt: this.clock.now() };
    const { id: requestId } = (await tx.insert(SignatureRequest, request)).identifiers[0] as { id: string };
    for (const documentId of documentIds)
      for (const [index, { accountId, title }] of order.entries()) {
        const place = { position: index + 1, accountId, title, state: 'later' as const };
        await tx.insert(SignatureRow, { requestId, documentId, ...place });
      }
    await this.begin(tx, requestId);
  }

  /** Every document reaches its first signatory. */
  private async begin(tx: Transaction, requestId: string): Promise<void> {
    const first = await tx.find(SignatureRow, { where: { requestId, position: 1 }, order: { id: 'ASC' } });
    for (const row of first) await this.reach(tx, row);
  }

  /** The job is worked on again: where nobody is asked, the provider is. */
  async again(tx: Transaction, requestId: string): Promise<void> {
    for (const { id } of await tx.findBy(SignatureRow, { requestId, state: 'asked' }))
      await this.outbox.append(tx, 'signature.asked', { signatureId: id });
  }

  /** The document was signed, in the same transaction: the next one's turn, or it stands. */
  async signed(tx: Transaction, row: SignatureRow, content: Buffer, actor: Actor): Promise<void> {
    const { id, requestId, documentId, position } = row;
    await this.documents.put(tx, documentId, content);
    const change = { state: 'signed', prepared: null, digest: null, problem: null, endedAt: this.clock.now() } as const;
    await tx.update(SignatureRow, id, change);
    await this.documents.record(
      tx,
      documentId,
      row.accountId ? 'document.signed' : 'document.sealed',
      actor,
      false,
      row.act ?? undefined,
    );
    const next = await tx.findOneBy(SignatureRow, { requestId, documentId, position: position + 1 });
    if (next) return this.reach(tx, next);
    const { level } = await tx.findOneByOrFail(SignatureRequest, { id: requestId });
    await this.documents.issue(tx, documentId, level);
    await this.end(tx, requestId);
  }

  /** This document alone goes back, and nobody else is asked to sign it. */
  async refused(tx: Transaction, row: SignatureRow, reason: string, actor: Actor): Promise<void> {
    const { id, requestId, documentId } = row;
    const at = this.clock.now();
    await tx.update(SignatureRow, id, { state: 'refused', reason, signerId: actor.accountId ?? null, endedAt: at });
    await tx.update(SignatureRow, { requestId, documentId, state: 'later' }, { state: 'withdrawn', endedAt: at });
    await this.documents.refuse(tx, documentId, reason, actor);
    await this.end(tx, requestId);
  }

  private async reach(tx: Transaction, { id, requestId, documentId, accountId }: SignatureRow): Promise<void> {
    const at = this.clock.now();
    if (accountId === null) {
      await tx.update(SignatureRow, id, { state: 'asked', reachedAt: at, askedAt: at });
      return this.outbox.append(tx, 'signature.asked', { signatureId: id });
    }
    await tx.update(SignatureRow, id, { state: 'waiting', reachedAt: at });
    await this.documents.record(tx, documentId, 'document.to-sign', SYSTEM);
    await this.mail.tell(tx, 'signature', { requestId, accountId });
  }

  private async end(tx: Transaction, requestId: string): Promise<void> {
    // two documents of one request may end at once: one of them is the last
    await tx.query('SELECT FROM signature_request WHERE id = $1 FOR UPDATE', [requestId]);
    const [open] = await tx.query<unknown[]>(
      `SELECT FROM signature WHERE request_id = $1 AND state IN ${OPEN} LIMIT 1`,
      [requestId],
    );
    if (open) return;
    const where = { id: requestId, state: 'open' as const };
    const { affected } = await tx.update(SignatureRequest, where, { state: 'done', endedAt: this.clock.now() });
    if (affected === 1) await this.outbox.append(tx, 'signature-request.ended', { requestId });
  }
}

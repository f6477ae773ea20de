import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { IssuedDocument, type SignatureLevel } from './document.entity.js';
import { noteDocument } from './note-document.js';
import { Succession } from './succession.js';

/** Documents on their way to their seal or signatures: nobody but agents sees them, and none of them stands. */
@Injectable()
export class PendingDocuments {
  constructor(
    private readonly clock: Clock,
    private readonly history: History,
    private readonly succession: Succession,
  ) {}

  /** Those of a dossier that can still be signed, in the order asked for. They do not stand until they are. */
  async hold(tx: Transaction, dossierId: string, documentIds: readonly string[]): Promise<IssuedDocument[]> {
    await tx.query(
      `UPDATE document SET status = 'pending' WHERE dossier_id = $1 AND id = ANY($2::bigint[]) AND status = 'valid'`,
      [dossierId, documentIds],
    );
    const found = await tx.findBy(IssuedDocument, { dossierId, status: 'pending' });
    return documentIds.flatMap((id) => found.find((one) => one.id === id) ?? []);
  }

  async content(tx: Transaction, documentId: string): Promise<Buffer> {
    const [row] = await tx.query<{ content: Buffer }[]>('SELECT content FROM document WHERE id = $1', [documentId]);
    if (!row) throw new Error(`There is no document ${documentId}.`);
    return row.content;
  }

  /** The file with one more signature. */
  async put(tx: Transaction, documentId: string, content: Buffer): Promise<void> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await tx.update(IssuedDocument, { id: documentId, status: 'pending' }, { content, sha256, size: content.length });
  }

  /** Nothing is waited for any more: it stands, in the place of another one if it was made for that. */
  async issue(tx: Transaction, documentId: string, level: SignatureLevel): Promise<void> {
    const at = this.clock.now();
    const change = { status: 'valid', signatureLevel: level, signedAt: at } as const;
    const { affected } = await tx.update(IssuedDocument, { id: documentId, status: 'pending' }, change);
    if (affected !== 1) return;
    await this.record(tx, documentId, 'document.issued', SYSTEM, true);
    await this.succession.takeOver(tx, await tx.findOneByOrFail(IssuedDocument, { id: documentId }));
  }

  /** Somebody does not sign it: it never stands. */
  async refuse(tx: Transaction, documentId: string, reason: string, actor: Actor): Promise<void> {
    const change = { status: 'refused', revocationReason: reason, endedAt: this.clock.now() } as const;
    const { affected } = await tx.update(IssuedDocument, { id: documentId, status: 'pending' }, change);
    if (affected === 1) await this.record(tx, documentId, 'document.refused', actor, false, reason);
  }

  /** What became of one on its way, for agents. */
  async record(
    tx: Transaction,
    documentId: string,
    kind: string,
    actor: Actor,
    isPublic = false,
    said?: string,
  ): Promise<void> {
    const document = await tx.findOneByOrFail(IssuedDocument, { id: documentId });
    const what = { kind, actor, at: this.clock.now(), public: isPublic, ...(said && { reason: said }) };
    await noteDocument(this.history, tx, document, what);
  }
}

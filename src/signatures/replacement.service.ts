import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { Account } from '../access/account.entity.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { IssuedDocument } from '../documents/document.entity.js';
import { noteDocument } from '../documents/note-document.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { IssuingService, type Signing } from './issuing.service.js';
import { SignatureRequest } from './signature-request.entity.js';
import { SignatureRow } from './signature.entity.js';

/**
 * Why a document is not replaced. `gone`: it does not stand any more; `under-way`: another one is being signed; `unsigned`:
 * nobody makes signatures here, but the old one has some; `signatory`: somebody who signed it works here no more.
 */
export type NotReplaced = 'gone' | 'under-way' | 'unsigned' | 'signatory';

/**
 * Issues a corrected document in the place of one that was delivered: signed by the same people, or sealed, as that one was.
 * The old one stands until the new one does.
 */
@Injectable()
export class ReplacementService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly issuing: IssuingService,
  ) {}

  /** What it says: the variables of its template. Nothing of documents that were made before they were kept. */
  async wordsOf(documentId: string): Promise<Variables | undefined> {
    const where = { id: documentId };
    const found = await this.database.manager.findOne(IssuedDocument, { where, select: { id: true, words: true } });
    return found?.words ?? undefined;
  }

  /** A corrected one is on its way to its signatures. */
  underWay(documentId: string, tx: Transaction = this.database.manager): Promise<boolean> {
    return tx.existsBy(IssuedDocument, { replaces: documentId, status: 'pending' });
  }

  /** `variables` are all that the template needs. A reason that people read. */
  replace(
    { id, dossierId }: IssuedDocument,
    { variables, reason }: { readonly variables: Variables; readonly reason: string },
    actor: Actor,
  ): Promise<IssuedDocument | NotReplaced> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT FROM dossier WHERE id = $1 FOR UPDATE', [dossierId]);
      const old = await tx.findOneByOrFail(IssuedDocument, { id });
      if (old.status !== 'valid' || old.dossierId === null) return 'gone';
      if (await this.underWay(id, tx)) return 'under-way';
      const signing = await signingOf(tx, id);
      if (signing && !this.issuing.signs) return 'unsigned';
      if (signing && (await someoneLeft(tx, signing))) return 'signatory';
      const { template, expiresAt } = old;
      const source = { template, variables };
      // a correction does not make it last longer
      const wanted = {
        dossierId: old.dossierId,
        source,
        replaces: { documentId: id, reason },
        ...(expiresAt && { expiresAt }),
      };
      const asked = { kind: 'document.replacement-asked', actor, at: this.clock.now(), reason };
      await noteDocument(this.history, tx, old, asked);
      return this.issuing.issue(tx, wanted, signing);
    });
  }
}

/** How the document was signed last; `undefined` when it was not. */
async function signingOf(tx: Transaction, documentId: string): Promise<Signing | undefined> {
  const rows = await tx.find(SignatureRow, { where: { documentId, state: 'signed' }, order: { id: 'DESC' } });
  const [last] = rows;
  if (!last) return undefined;
  const { level, remindAfter, lateAfter } = await tx.findOneByOrFail(SignatureRequest, { id: last.requestId });
  const order = rows.filter(({ requestId }) => requestId === last.requestId).reverse();
  return { level, remindAfter, lateAfter, order: order.map(({ accountId, title }) => ({ accountId, title })) };
}

async function someoneLeft(tx: Transaction, { order }: Signing): Promise<boolean> {
  for (const { accountId } of order) {
    const account = accountId && (await tx.findOneByOrFail(Account, { id: accountId }));
    if (account && account.disabledAt) return true;
  }
  return false;
}

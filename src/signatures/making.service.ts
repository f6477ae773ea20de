import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Account } from '../access/account.entity.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { IssuedDocument } from '../documents/document.entity.js';
import { PendingDocuments } from '../documents/pending-documents.service.js';
import { AfterSigning } from './after-signing.js';
import type { Prepared, Signed } from './pdf-signing.js';
import { type Level, NoSignature, SignatureProvider, type Signer } from './signature-provider.js';
import { SignatureRequest } from './signature-request.entity.js';
import { wordsOf } from './signature-words.js';
import { SignatureRow } from './signature.entity.js';

interface Work {
  readonly row: SignatureRow;
  readonly signer: Signer;
  readonly level: Level;
  readonly number: string;
  /** Nobody signs it afterwards. */
  readonly last: boolean;
  readonly prepared: Prepared;
}

/** The libraries behind it are large: they are loaded with the first signature. */
const pdfSigning = () => import('./pdf-signing.js');

/**
 * Makes the signatures that were asked for. What is signed is written down before the provider is asked, and every try says
 * the same key: whoever dies in between has signed once, or not at all.
 */
@Injectable()
export class MakingService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly provider: SignatureProvider,
    private readonly documents: PendingDocuments,
    private readonly after: AfterSigning,
  ) {}

  /** One step: signed, to be asked again, or not to be had. A throw is tried again. */
  async make(signatureId: string): Promise<void> {
    const work = await this.database.transaction((tx) => this.begin(tx, signatureId));
    if (!work) return;
    try {
      await this.after.answered(work.row, await this.ask(work));
    } catch (error) {
      if (!(error instanceof NoSignature)) throw error;
      await this.after.impossible(work.row, error.message);
    }
  }

  private async begin(tx: Transaction, id: string): Promise<Work | undefined> {
    const row = await tx
      .createQueryBuilder(SignatureRow, 'signature')
      .addSelect(['signature.prepared', 'signature.digest'])
      .where({ id, state: 'asked' })
      .setLock('pessimistic_write')
      .getOne();
    if (!row) return undefined;
    const { level } = await tx.findOneByOrFail(SignatureRequest, { id: row.requestId });
    const { number } = await tx.findOneByOrFail(IssuedDocument, { id: row.documentId });
    const signer = await signerOf(tx, row);
    const { requestId, documentId } = row;
    const last = !(await tx.existsBy(SignatureRow, { requestId, documentId, position: row.position + 1 }));
    if (row.prepared && row.digest)
      return { row, signer, level, number, last, prepared: { content: row.prepared, digest: row.digest } };
    const original = await this.documents.content(tx, row.documentId);
    const at = this.clock.now();
    const words = wordsOf(row, { signer, level, at, test: this.provider.kind !== 'remote' });
    const { prepare } = await pdfSigning();
    const prepared = await prepare(original, { position: row.position, at, ...words });
    await tx.update(SignatureRow, id, { prepared: prepared.content, digest: prepared.digest });
    return { row, signer, level, number, last, prepared };
  }

  private async ask({ row, signer, level, number, last, prepared }: Work): Promise<Signed> {
    // a seal with the approval of people is the town's all the same
    const credential = await this.provider.credential(level === 'seal' ? { kind: 'town' } : signer, level);
    const { sign } = await pdfSigning();
    // a person who let the time pass and agrees again is asked anew
    const key = `signature-${row.id}-${row.askedAt?.getTime() ?? 0}`;
    return sign(this.provider, prepared, { key, credential, description: number, last }, row.reference ?? undefined);
  }
}

export async function signerOf(tx: Transaction, { accountId, signerId }: SignatureRow): Promise<Signer> {
  if (accountId === null) return { kind: 'town' };
  const { id, name, email } = await tx.findOneByOrFail(Account, { id: signerId ?? accountId });
  return { kind: 'person', accountId: id, name, email };
}

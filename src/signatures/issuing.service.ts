import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import type { IssuedDocument } from '../documents/document.entity.js';
import { DocumentsService } from '../documents/documents.service.js';
import type { NewDocument } from '../documents/new-document.js';
import { Circuit, type Place, SEAL_ALONE } from './circuit.js';
import { type Level, SignatureProvider } from './signature-provider.js';

/** How a document is signed that no job asked for. Times in milliseconds after it reached a signatory. */
export interface Signing {
  readonly level: Level;
  readonly order: readonly Place[];
  readonly remindAfter: string;
  readonly lateAfter: string;
}

/** Nobody is asked for a seal, so nobody is reminded. */
export const SEAL: Signing = { level: 'seal', order: SEAL_ALONE, remindAfter: '0', lateAfter: '0' };

/** Documents that a person asks for: made, then signed or sealed, without any process that waits. */
@Injectable()
export class IssuingService {
  constructor(
    private readonly documents: DocumentsService,
    private readonly provider: SignatureProvider,
    private readonly circuit: Circuit,
  ) {}

  /** Somebody makes signatures here. */
  get signs(): boolean {
    return this.provider.kind !== 'none';
  }

  /** In the caller's transaction, which holds the dossier or the sitting. Without `signing` the document stands at once. */
  async issue(tx: Transaction, wanted: Omit<NewDocument, 'awaits'>, signing?: Signing): Promise<IssuedDocument> {
    if (!signing) return this.documents.make(tx, wanted);
    const { level, order, remindAfter, lateAfter } = signing;
    const awaits = order.some(({ accountId }) => accountId !== null) ? 'signature' : 'seal';
    const document = await this.documents.make(tx, { ...wanted, awaits });
    const nobodyWaits = { jobKey: null, jobType: 'person' as const, processInstanceId: null };
    const request = { ...nobodyWaits, dossierId: document.dossierId, level, remindAfter, lateAfter };
    await this.circuit.open(tx, request, [document.id], order);
    return document;
  }
}

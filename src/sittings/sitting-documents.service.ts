import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import type { IssuedDocument } from '../documents/document.entity.js';
import { DocumentsService } from '../documents/documents.service.js';
import { IssuingService, SEAL } from '../signatures/issuing.service.js';
import type { AgendaItem } from './agenda-item.entity.js';
import { type IssuedPaper, paperToIssue } from './sitting-papers.js';
import type { Sitting } from './sitting.entity.js';

/** A paper and what it is of; an extract is of one item. */
interface Wanted {
  readonly paper: IssuedPaper;
  readonly item?: AgendaItem;
}

/** The minutes and extracts of a closed sitting as documents of the town: numbered, sealed, and verified by their code. */
@Injectable()
export class SittingDocuments {
  constructor(
    private readonly database: DataSource,
    private readonly documents: DocumentsService,
    private readonly issuing: IssuingService,
  ) {}

  /** Those that stand or are being sealed. */
  of({ id }: Sitting): Promise<IssuedDocument[]> {
    return this.documents.ofSitting(id);
  }

  /** A paper that stands, with its content. */
  async file(sitting: Sitting, paper: string, itemId: string | null = null): Promise<IssuedDocument | undefined> {
    const found = (await this.of(sitting)).find((one) => one.template === paper && one.agendaItemId === itemId);
    return found?.status === 'valid' ? this.documents.withContent(found) : undefined;
  }

  /** Whether something is still to be issued. */
  areMissing(items: readonly AgendaItem[], issued: readonly IssuedDocument[]): boolean {
    return wantedOf(items).some((one) => !isIssued(one, issued));
  }

  /**
   * Issues what is not yet: the minutes, the public ones, and of each decision an extract, which belongs to its dossier. One
   * after the other, each in a transaction of its own: asking again goes on where it stopped.
   */
  async issue(sitting: Sitting, items: readonly AgendaItem[]): Promise<void> {
    for (const wanted of wantedOf(items))
      await this.database.transaction(async (tx) => {
        await tx.query('SELECT FROM sitting WHERE id = $1 FOR UPDATE', [sitting.id]);
        if (isIssued(wanted, await this.documents.ofSitting(sitting.id, tx))) return;
        await this.issueOne(tx, sitting, items, wanted);
      });
  }

  private async issueOne(
    tx: Transaction,
    sitting: Sitting,
    items: readonly AgendaItem[],
    { paper, item }: Wanted,
  ): Promise<void> {
    const dossierId = item?.dossierId;
    const [dossier] = dossierId
      ? await tx.query<{ test: boolean }[]>('SELECT test FROM dossier WHERE id = $1 FOR UPDATE', [dossierId])
      : [];
    const source = { paper: paperToIssue(paper, sitting, item ? [item] : items) };
    const about = { id: sitting.id, ...(item && { itemId: item.id }) };
    const sealed = this.issuing.signs && !dossier?.test;
    await this.issuing.issue(
      tx,
      { source, sitting: about, ...(dossierId && { dossierId }) },
      sealed ? SEAL : undefined,
    );
  }
}

/** Nothing was decided on what was withdrawn or postponed. */
function wantedOf(items: readonly AgendaItem[]): Wanted[] {
  const decided = items.filter(({ outcome }) => outcome && outcome !== 'retire' && outcome !== 'reporte');
  return [
    { paper: 'minutes' },
    { paper: 'publicMinutes' },
    ...decided.map((item): Wanted => ({ paper: 'extract', item })),
  ];
}

function isIssued({ paper, item }: Wanted, issued: readonly IssuedDocument[]): boolean {
  return issued.some(({ template, agendaItemId }) => template === paper && agendaItemId === (item?.id ?? null));
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { IssuedDocument } from './document.entity.js';
import { noteDocument } from './note-document.js';
import { DocumentWriter } from './document-writer.js';
import type { NewDocument } from './new-document.js';
import { Succession } from './succession.js';
import { displayVerificationCode, newVerificationCode } from './verification-code.js';

/** Documents the town issues: made, numbered, registered, ended. Who may do what is the caller's question. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly writer: DocumentWriter,
    private readonly succession: Succession,
  ) {}

  /** Makes and registers a document, in a transaction of its own. */
  issue(wanted: NewDocument & { readonly dossierId: string; readonly jobKey: string }): Promise<IssuedDocument> {
    return this.database.transaction(async (tx) => {
      // one document of a dossier after the other: numbers without gaps, a job's second delivery waits for the first
      await tx.query('SELECT FROM dossier WHERE id = $1 FOR UPDATE', [wanted.dossierId]);
      const existing = await tx.findOneBy(IssuedDocument, { jobKey: wanted.jobKey });
      return existing ?? this.make(tx, wanted);
    });
  }

  /** The same, in the caller's transaction, which holds the dossier or the sitting. */
  async make(tx: Transaction, wanted: NewDocument): Promise<IssuedDocument> {
    const { dossierId, awaits, replaces, sitting, expiresAt } = wanted;
    const dossier = dossierId ? await tx.findOneByOrFail(Dossier, { id: dossierId }) : undefined;
    const issuedAt = this.clock.now();
    const verificationCode = newVerificationCode();
    const number = await numberOf(tx, wanted, dossier);
    const dates = { issuedAt, ...(expiresAt && { expiresAt }) };
    const about = { number, verificationCode, ...dates, ...(awaits && { awaits }), ...(dossier && { dossier }) };
    const old = replaces && (await tx.findOneByOrFail(IssuedDocument, { id: replaces.documentId }));
    const written = await this.writer.write({ ...wanted.source, ...about, ...(old && { old }) });
    const { content, template, title, lang, subject } = written;
    const result = await tx.insert(IssuedDocument, {
      dossierId: dossierId ?? null,
      test: dossier?.test ?? false,
      jobKey: wanted.jobKey ?? null,
      number,
      template,
      title,
      lang,
      status: awaits ? 'pending' : 'valid',
      verificationCode,
      sha256: createHash('sha256').update(content).digest('hex'),
      size: content.length,
      content,
      // a JSON column may hold anything, but TypeORM does not believe it
      words: (written.words ?? null) as object | null,
      subjectInitials: subject?.initials ?? '',
      subjectBirthYear: subject?.birthYear ?? null,
      issuedAt,
      expiresAt: wanted.expiresAt ?? null,
      replaces: replaces?.documentId ?? null,
      replacingReason: replaces?.reason ?? null,
      sittingId: sitting?.id ?? null,
      agendaItemId: sitting?.itemId ?? null,
    });
    const { id } = result.identifiers[0] as { id: string };
    const document = await tx.findOneByOrFail(IssuedDocument, { id });
    if (awaits) return document;
    const issued = { kind: 'document.issued', actor: SYSTEM, at: issuedAt, public: true };
    await noteDocument(this.history, tx, document, issued);
    await this.succession.takeOver(tx, document);
    return document;
  }

  ofDossier(dossierId: string): Promise<IssuedDocument[]> {
    return this.database.manager.find(IssuedDocument, { where: { dossierId }, order: { id: 'ASC' } });
  }

  /** Those that stand or wait for their seal. */
  ofSitting(sittingId: string, tx: Transaction = this.database.manager): Promise<IssuedDocument[]> {
    const where = { sittingId, status: In(['pending', 'valid']) };
    return tx.find(IssuedDocument, { where, order: { id: 'ASC' } });
  }

  /** Those that stand and can be read, the latest first. */
  validOfDossiers(dossierIds: readonly string[]): Promise<IssuedDocument[]> {
    const where = { dossierId: In([...dossierIds]), status: 'valid' as const, fileErasedAt: IsNull() };
    return this.database.manager.find(IssuedDocument, { where, order: { id: 'DESC' } });
  }

  /** The caller has checked who may see it. */
  withContent({ id }: IssuedDocument): Promise<IssuedDocument> {
    const documents = this.database.getRepository(IssuedDocument).createQueryBuilder('document');
    return documents.addSelect('document.content').where({ id }).getOneOrFail();
  }

  /** With its content, when it is of that dossier and its file is still kept. The caller has checked who may see the dossier. */
  download(dossierId: string, documentId: string): Promise<IssuedDocument | null> {
    if (!/^\d{1,19}$/.test(documentId)) return Promise.resolve(null);
    return this.database
      .getRepository(IssuedDocument)
      .createQueryBuilder('document')
      .addSelect('document.content')
      .where({ id: documentId, dossierId, fileErasedAt: IsNull() })
      .getOne();
  }

  /** It no longer stands. False when it did not any more. */
  async revoke(tx: Transaction, documentId: string, reason: string, actor: Actor): Promise<boolean> {
    const at = this.clock.now();
    const change = { status: 'revoked', revocationReason: reason, endedAt: at } as const;
    const { affected } = await tx.update(IssuedDocument, { id: documentId, status: 'valid' }, change);
    if (affected !== 1) return false;
    const document = await tx.findOneByOrFail(IssuedDocument, { id: documentId });
    const revoked = { kind: 'document.revoked', actor, at, reason, public: true };
    await noteDocument(this.history, tx, document, revoked);
    return true;
  }
}

/** The dossier's number and which of its documents; of a sitting's paper without a dossier, the paper's own. */
async function numberOf(tx: Transaction, { source, sitting }: NewDocument, dossier?: Dossier): Promise<string> {
  const where = dossier ? { dossierId: dossier.id } : { sittingId: sitting!.id, dossierId: IsNull() };
  const series = dossier?.reference ?? ('paper' in source ? source.paper.series : undefined);
  if (series === undefined) throw new Error('A document needs a dossier, or a series of its own.');
  return `${series}/${(await tx.countBy(IssuedDocument, where)) + 1}`;
}

/** Its name on somebody's disk: the number, nothing about the person. */
export function documentFileName({ number }: Pick<IssuedDocument, 'number'>): string {
  return `${number.replace('/', '-')}.pdf`;
}

/** A document as processes know it. */
export function describeDocument({ id, number, verificationCode, sha256 }: IssuedDocument) {
  return { id, number, verificationCode: displayVerificationCode(verificationCode), sha256 };
}

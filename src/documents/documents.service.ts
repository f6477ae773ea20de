import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { type DocumentStatus, IssuedDocument } from './document.entity.js';
import { DocumentWriter } from './document-writer.js';
import { displayVerificationCode, newVerificationCode } from './verification-code.js';

export interface NewDocument {
  readonly dossierId: string;
  /** The job that asks: asking again gives the document it got. */
  readonly jobKey: string;
  /** `procedures/<key>/documents/<template>.njk` */
  readonly template: string;
  readonly variables: Variables;
  readonly expiresAt?: Date;
  /** What it waits for before it stands; none = it stands at once. */
  readonly awaits?: 'seal' | 'signature';
  /** The document whose place it takes. */
  readonly replaces?: string;
}

/** Documents the town issues: made, numbered, registered, ended. Who may do what is the caller's question. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly writer: DocumentWriter,
  ) {}

  /** Makes and registers a document, in a transaction of its own. */
  issue(wanted: NewDocument): Promise<IssuedDocument> {
    return this.database.transaction(async (tx) => {
      const { dossierId, jobKey, template, variables, awaits, replaces } = wanted;
      // one document of a dossier after the other: numbers without gaps, a job's second delivery waits for the first
      const dossier = await tx.findOneOrFail(Dossier, {
        where: { id: dossierId },
        lock: { mode: 'pessimistic_write' },
      });
      const existing = await tx.findOneBy(IssuedDocument, { jobKey });
      if (existing) return existing;
      const issuedAt = this.clock.now();
      const number = `${dossier.reference}/${(await tx.countBy(IssuedDocument, { dossierId })) + 1}`;
      const verificationCode = newVerificationCode();
      const about = { number, verificationCode, issuedAt, ...(awaits && { awaits }) };
      const written = await this.writer.write({ dossier, template, variables, ...about });
      const { content, title, lang, subject } = written;
      const result = await tx.insert(IssuedDocument, {
        dossierId,
        test: dossier.test,
        jobKey,
        number,
        template,
        title,
        lang,
        status: awaits ? 'pending' : 'valid',
        verificationCode,
        sha256: createHash('sha256').update(content).digest('hex'),
        size: content.length,
        content,
        subjectInitials: subject.initials,
        subjectBirthYear: subject.birthYear ?? null,
        issuedAt,
        expiresAt: wanted.expiresAt ?? null,
      });
      const { id } = result.identifiers[0] as { id: string };
      const document = await tx.findOneByOrFail(IssuedDocument, { id });
      if (!awaits) await this.record(tx, document, 'document.issued', SYSTEM);
      if (replaces) await this.end(tx, replaces, { status: 'replaced', replacedBy: id }, SYSTEM);
      return document;
    });
  }

  ofDossier(dossierId: string): Promise<IssuedDocument[]> {
    return this.database.manager.find(IssuedDocument, { where: { dossierId }, order: { id: 'ASC' } });
  }

  /** Those that stand and can be read, the latest first. */
  validOfDossiers(dossierIds: readonly string[]): Promise<IssuedDocument[]> {
    const where = { dossierId: In([...dossierIds]), status: 'valid' as const, fileErasedAt: IsNull() };
    return this.database.manager.find(IssuedDocument, { where, order: { id: 'DESC' } });
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
  revoke(tx: Transaction, documentId: string, reason: string, actor: Actor): Promise<boolean> {
    return this.end(tx, documentId, { status: 'revoked', revocationReason: reason }, actor);
  }

  /** Another document took its place. False when it did not stand any more. */
  replace(documentId: string, replacedBy: string, actor: Actor): Promise<boolean> {
    return this.database.transaction((tx) => this.end(tx, documentId, { status: 'replaced', replacedBy }, actor));
  }

  private async end(
    tx: Transaction,
    documentId: string,
    change: { status: DocumentStatus; replacedBy?: string; revocationReason?: string },
    actor: Actor,
  ): Promise<boolean> {
    const endedAt = this.clock.now();
    const { affected } = await tx.update(IssuedDocument, { id: documentId, status: 'valid' }, { ...change, endedAt });
    if (affected !== 1) return false;
    const document = await tx.findOneByOrFail(IssuedDocument, { id: documentId });
    await this.record(tx, document, `document.${change.status}`, actor);
    return true;
  }

  private record(tx: Transaction, document: IssuedDocument, kind: string, actor: Actor): Promise<void> {
    const { id: documentId, dossierId, number, title, revocationReason: reason } = document;
    const data = { documentId, number, title, ...(reason && { reason }) };
    return this.history.append(tx, { dossierId, kind, actor, at: this.clock.now(), data, public: true });
  }
}

/** Its name on somebody's disk: the number, nothing about the person. */
export function documentFileName({ number }: Pick<IssuedDocument, 'number'>): string {
  return `${number.replace('/', '-')}.pdf`;
}

/** A document as processes know it. */
export function describeDocument({ id, number, verificationCode, sha256 }: IssuedDocument) {
  return { id, number, verificationCode: displayVerificationCode(verificationCode), sha256 };
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Field, FieldError, Files } from '../forms/form.js';
import { Attachment } from './attachment.entity.js';
import type { Draft } from './draft.entity.js';
import { readSentFile, type SentFile } from './sent-file.js';

/** Files people attach. What they are is found in their content; what the browser says does not count. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Keeps a file as the answer to a field of the draft. */
  async attach(
    draft: Draft,
    field: Field,
    file: SentFile,
  ): Promise<{ attachment: Attachment } | { error: FieldError }> {
    const existing = await this.database.manager.countBy(Attachment, { draftId: draft.id, fieldKey: field.key });
    const read = await readSentFile(field, file, existing);
    if ('error' in read) return read;
    const row = { ...read.file, draftId: draft.id, createdAt: this.clock.now() };
    const result = await this.database.manager.insert(Attachment, row);
    const { id } = result.identifiers[0] as { id: string };
    return { attachment: await this.database.manager.findOneByOrFail(Attachment, { id }) };
  }

  async detach(draft: Draft, attachmentId: string): Promise<void> {
    if (draft.submittedAt) return;
    await this.database.manager.delete(Attachment, { id: attachmentId, draftId: draft.id });
  }

  /** What a form needs to know of the files of a draft, by field. */
  async filesOf(draftId: string, tx: Transaction = this.database.manager): Promise<Files> {
    const files: Record<string, { id: string; name: string; size: number; type: string }[]> = {};
    for (const row of await tx.find(Attachment, { where: { draftId }, order: { id: 'ASC' } })) {
      (files[row.fieldKey] ??= []).push({ id: row.id, name: row.fileName, size: row.size, type: row.mediaType });
    }
    return files;
  }

  ofDossier(dossierId: string): Promise<Attachment[]> {
    return this.database.manager.find(Attachment, { where: { dossierId }, order: { id: 'ASC' } });
  }

  /** With its content, when it belongs there. The caller has checked who may see the draft or the dossier. */
  download(of: { draftId: string } | { dossierId: string }, attachmentId: string): Promise<Attachment | null> {
    return this.database
      .getRepository(Attachment)
      .createQueryBuilder('attachment')
      .addSelect('attachment.content')
      .where({ id: attachmentId, ...of })
      .getOne();
  }
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { DataSource } from 'typeorm';
import { MAX_FILE_BYTES } from '../access/multipart.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { fileError } from '../forms/fields/filepicker.js';
import type { Field, FieldError, Files } from '../forms/form.js';
import { Attachment } from './attachment.entity.js';
import type { Draft } from './draft.entity.js';
import { safeFileName } from './file-name.js';

/** A file as multer hands it over. */
export interface SentFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** As many as one field may hold when the form does not say. */
const MOST_FILES = 10;

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
    const found = await fileTypeFromBuffer(file.buffer);
    // multer reads header names as latin1
    const given = Buffer.from(file.originalname, 'latin1').toString('utf8');
    const fileName = safeFileName(given.includes('\uFFFD') ? file.originalname : given, found?.ext ?? 'bin');
    const size = file.buffer.length;
    const attached = { name: fileName, size, type: found?.mime ?? 'application/octet-stream' };
    const { rules } = field;
    const error = fileError({ ...rules, maxSize: Math.min(rules.maxSize ?? MAX_FILE_BYTES, MAX_FILE_BYTES) }, attached);
    if (error) return { error: { field: field.key, ...error } };
    const existing = await this.database.manager.countBy(Attachment, { draftId: draft.id, fieldKey: field.key });
    if (existing >= (rules.multiple ? MOST_FILES : 1))
      return { error: { field: field.key, message: 'forms.file.one' } };
    const result = await this.database.manager.insert(Attachment, {
      draftId: draft.id,
      fieldKey: field.key,
      fileName,
      mediaType: attached.type,
      size,
      sha256: createHash('sha256').update(file.buffer).digest('hex'),
      content: file.buffer,
      createdAt: this.clock.now(),
    });
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

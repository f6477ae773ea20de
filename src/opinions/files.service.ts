import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { allFields } from '../dossiers/roles.js';
import { readSentFile, type SentFile } from '../dossiers/sent-file.js';
import type { FieldError, Files, Page } from '../forms/form.js';
import { OpinionFile } from './opinion-file.entity.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** Files that go with an opinion. */
@Injectable()
export class OpinionFiles {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Keeps what can be kept; says why the others cannot. `fieldname` is the field that a file answers. */
  async attach(
    { id: requestId }: OpinionRequest,
    page: Page,
    uploads: readonly (SentFile & { readonly fieldname: string })[],
  ): Promise<FieldError[]> {
    const errors: FieldError[] = [];
    const pickers = allFields(page.fields).filter(({ type }) => type === 'filepicker');
    for (const upload of uploads) {
      const field = pickers.find(({ key }) => key === upload.fieldname);
      if (!field) continue;
      const existing = await this.database.manager.countBy(OpinionFile, { requestId, fieldKey: field.key });
      const read = await readSentFile(field, upload, existing);
      if ('error' in read) errors.push(read.error);
      else await this.database.manager.insert(OpinionFile, { ...read.file, requestId, createdAt: this.clock.now() });
    }
    return errors;
  }

  /** Only while nothing has been answered. */
  async detach({ id: requestId }: OpinionRequest, fileId: string): Promise<void> {
    if (!/^\d{1,19}$/.test(fileId)) return;
    await this.database.query(
      `DELETE FROM opinion_file file USING opinion_request request
       WHERE file.id = $1 AND file.request_id = $2 AND request.id = $2 AND request.verdict IS NULL`,
      [fileId, requestId],
    );
  }

  /** By field, as forms want them. */
  async of({ id: requestId }: OpinionRequest): Promise<Files> {
    const files: Record<string, { id: string; name: string; size: number; type: string }[]> = {};
    const rows = await this.database.manager.find(OpinionFile, { where: { requestId }, order: { id: 'ASC' } });
    for (const { id, fieldKey, fileName: name, size, mediaType: type } of rows)
      (files[fieldKey] ??= []).push({ id, name, size, type });
    return files;
  }

  /** With its content. The caller has checked who may see the request. */
  download({ id: requestId }: OpinionRequest, fileId: string): Promise<OpinionFile | null> {
    if (!/^\d{1,19}$/.test(fileId)) return Promise.resolve(null);
    return this.database
      .getRepository(OpinionFile)
      .createQueryBuilder('file')
      .addSelect('file.content')
      .where({ id: fileId, requestId })
      .getOne();
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MAX_FILE_BYTES } from '../access/multipart.js';
import { Clock } from '../clock.js';
import { readSentFile, type SentFile } from '../dossiers/sent-file.js';
import type { Field, FieldError } from '../forms/form.js';
import { VaultDocument, type VaultKind } from './vault-document.entity.js';

/** Of all documents of one account together. */
export const MOST_BYTES = 200 * 1024 * 1024;

export type Kept = { readonly id: string } | { readonly error: FieldError };

/** A document with the numbers of the cases it was given to. */
export type Listed = Omit<VaultDocument, 'content'> & { readonly usedIn: readonly string[] };

/** What somebody gave the town with a request, and could keep. */
export interface Given {
  readonly id: string;
  readonly fileName: string;
  readonly reference: string;
  readonly createdAt: Date;
}

/** The field that any document answers: checked by its content as every file is. */
const FIELD = { key: 'document', rules: { accept: ['.pdf', '.jpg', '.jpeg', '.png'] } } as unknown as Field;

/** Documents that people keep here. They see their own, and nobody else sees them before they are given with a request. */
@Injectable()
export class VaultService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The latest first. */
  list(accountId: string): Promise<Listed[]> {
    return this.database.query<Listed[]>(
      `SELECT v.id, v.kind, v.file_name AS "fileName", v.media_type AS "mediaType", v.size, v.sha256,
         to_char(v.valid_until, 'YYYY-MM-DD') AS "validUntil", v.created_at AS "createdAt",
         coalesce((SELECT array_agg(DISTINCT reference ORDER BY reference) FROM vault_use u
           JOIN attachment a ON a.id = attachment_id JOIN dossier d ON d.id = a.dossier_id
           WHERE vault_document_id = v.id), '{}') AS "usedIn"
       FROM vault_document v WHERE v.account_id = $1 ORDER BY v.id DESC`,
      [accountId],
    );
  }

  /** The same file again is kept once, with what is said of it now. */
  async keep(accountId: string, kind: VaultKind, validUntil: string | null, sent: SentFile): Promise<Kept> {
    const read = await readSentFile(FIELD, sent, 0);
    if ('error' in read) return read;
    const { fileName, mediaType, size, sha256, content } = read.file;
    return this.database.transaction(async (tx): Promise<Kept> => {
      // two uploads at once are counted one after the other
      await tx.query('SELECT FROM account WHERE id = $1 FOR UPDATE', [accountId]);
      const [row] = await tx.query<{ sum: string }[]>(
        'SELECT coalesce(sum(size), 0) AS sum FROM vault_document WHERE account_id = $1 AND sha256 <> $2',
        [accountId, sha256],
      );
      if (Number(row!.sum) + size > MOST_BYTES)
        return { error: { field: 'document', message: 'vault.full', params: { max: MOST_BYTES / 1024 / 1024 } } };
      const [kept] = await tx.query<{ id: string }[]>(
        `INSERT INTO vault_document (account_id, kind, file_name, media_type, size, sha256, content, valid_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (account_id, sha256) DO UPDATE
         SET kind = excluded.kind, file_name = excluded.file_name, valid_until = excluded.valid_until, reminded_at = NULL
         RETURNING id`,
        [accountId, kind, fileName, mediaType, size, sha256, content, validUntil, this.clock.now()],
      );
      return { id: kept!.id };
    });
  }

  /** With its content; nothing when it is not theirs. */
  async open(accountId: string, id: string): Promise<VaultDocument | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    return this.database
      .getRepository(VaultDocument)
      .createQueryBuilder('document')
      .addSelect('document.content')
      .where({ id, accountId })
      .getOne();
  }

  /** What was given with requests stays with them. */
  async remove(accountId: string, id: string): Promise<void> {
    if (/^\d{1,18}$/.test(id)) await this.database.manager.delete(VaultDocument, { id, accountId });
  }

  /** Files of their requests that they have not kept yet, the latest first. */
  given(accountId: string): Promise<Given[]> {
    return this.database.query<Given[]>(
      `SELECT DISTINCT ON (a.sha256) a.id, a.file_name AS "fileName", reference, a.created_at AS "createdAt"
       FROM attachment a JOIN dossier d ON d.id = a.dossier_id
       WHERE d.account_id = $1 AND NOT d.test AND a.size <= $2
         AND a.media_type IN ('application/pdf', 'image/jpeg', 'image/png')
         AND NOT EXISTS (SELECT FROM vault_document v WHERE v.account_id = $1 AND v.sha256 = a.sha256)
       ORDER BY a.sha256, a.id DESC LIMIT 50`,
      [accountId, MAX_FILE_BYTES],
    );
  }

  /** Keeps what was given with one of their requests; nothing when it is not theirs. */
  async keepGiven(accountId: string, attachmentId: string): Promise<Kept | undefined> {
    const [file] = /^\d{1,18}$/.test(attachmentId)
      ? await this.database.query<{ name: string; content: Buffer }[]>(
          `SELECT file_name AS name, content FROM attachment a JOIN dossier d ON d.id = a.dossier_id
           WHERE a.id = $2 AND d.account_id = $1`,
          [accountId, attachmentId],
        )
      : [];
    return file && this.keep(accountId, 'other', null, asSent(file.name, file.content));
  }
}

/** As a browser sends it: header names travel as latin1. */
export function asSent(fileName: string, buffer: Buffer): SentFile {
  return { originalname: Buffer.from(fileName, 'utf8').toString('latin1'), buffer };
}

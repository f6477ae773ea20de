import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import type { Actor } from '../../history/actor.js';
import { withoutDepartments } from '../../history/history.js';
import { Problem } from '../protocol/problem.js';
import { TimelyReads } from '../search/timely-reads.js';
import { type DocumentMetadata, STORE } from './document-bodies.js';

export interface NewFile {
  /** Chosen by the caller, or one that nobody can guess. */
  readonly documentId?: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly metadata: DocumentMetadata;
  readonly actor: Actor;
}

export interface ExchangedFile {
  readonly documentId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly processId: string | null;
  readonly processInstanceId: string | null;
  readonly properties: Record<string, unknown>;
  readonly expiresAt: Date | null;
}

const COLUMNS = `document_id AS "documentId", file_name AS "fileName", media_type AS "mediaType", size, sha256,
  process_id AS "processId", process_instance_id AS "processInstanceId", properties, expires_at AS "expiresAt"`;

/** Files that programs hand to each other by reference: in the variables of an instance stands who they are, not what. */
@Injectable()
export class ExchangedFiles {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly reads: TimelyReads,
  ) {}

  /** Takes away what has expired on the way. */
  async keep({
    documentId = randomUUID(),
    fileName,
    mediaType,
    content,
    metadata,
    actor,
  }: NewFile): Promise<ExchangedFile> {
    const now = this.clock.now();
    await this.database.query('DELETE FROM exchanged_file WHERE expires_at <= $1', [now]);
    const { expiresAt = null, processDefinitionId = null, processInstanceKey = null, customProperties = {} } = metadata;
    if (expiresAt !== null && new Date(expiresAt) <= now)
      throw new Problem('INVALID_ARGUMENT', 'expiresAt must be later than now.');
    const [row] = await this.database.query<ExchangedFile[]>(
      `INSERT INTO exchanged_file (document_id, file_name, media_type, size, sha256, content, process_id,
         process_instance_id, properties, actor, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (document_id) DO NOTHING RETURNING ${COLUMNS}`,
      [
        documentId,
        fileName,
        mediaType,
        content.length,
        createHash('sha256').update(content).digest('hex'),
        content,
        processDefinitionId,
        processInstanceKey,
        customProperties,
        withoutDepartments(actor),
        now,
        expiresAt,
      ],
    );
    if (!row) throw new Problem('ALREADY_EXISTS', `There is a document "${documentId}" already.`);
    return row;
  }

  async find(documentId: string): Promise<ExchangedFile | undefined> {
    const sql = `SELECT ${COLUMNS} FROM exchanged_file
      WHERE document_id = $1 AND (expires_at IS NULL OR expires_at > $2)`;
    const values = [documentId, this.clock.now()];
    const [row] = await this.reads.inTime((database) => database.query<ExchangedFile[]>(sql, values));
    return row;
  }

  async content(documentId: string): Promise<Buffer> {
    const sql = 'SELECT content FROM exchanged_file WHERE document_id = $1';
    const rows = await this.reads.inTime((database) => database.query<{ content: Buffer }[]>(sql, [documentId]));
    return rows[0]?.content ?? Buffer.alloc(0);
  }

  /** Whether it was there. */
  async delete(documentId: string): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      'DELETE FROM exchanged_file WHERE document_id = $1 RETURNING document_id',
      [documentId],
    );
    return rows.length > 0;
  }
}

/** By which a document is found again. */
export function referenceView(file: ExchangedFile) {
  return {
    'camunda.document.type': 'camunda',
    storeId: STORE,
    documentId: file.documentId,
    contentHash: file.sha256,
    metadata: {
      contentType: file.mediaType,
      fileName: file.fileName,
      expiresAt: file.expiresAt,
      size: file.size,
      processDefinitionId: file.processId,
      processInstanceKey: file.processInstanceId,
      customProperties: file.properties,
    },
  };
}

import { Injectable } from '@nestjs/common';
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { Clock } from '../clock.js';
import { History } from '../history/history.js';
import { FILES, HANDED_OUT } from './personal-data.js';

interface File {
  readonly table: 'attachment' | 'document' | 'vault_document';
  readonly id: string;
  readonly path: string;
}

/** What the town knows about the owner of an account, as they may have it (GDPR, articles 15 and 20). */
@Injectable()
export class ArchiveService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
  ) {}

  /**
   * A ZIP archive in pieces: `readMe` in plain words, the data as JSON, and the files of each dossier in a folder of its number.
   * One file is in memory at a time. That it was asked for is written into the history of each dossier.
   */
  async *archive(accountId: string, readMe: string): AsyncGenerator<Uint8Array> {
    const pieces: Uint8Array[] = [];
    const zip = new Zip((error, piece) => {
      if (error) throw error;
      pieces.push(piece);
    });
    const add = (entry: ZipDeflate | ZipPassThrough, content: Uint8Array): Uint8Array[] => {
      entry.mtime = this.clock.now();
      zip.add(entry);
      entry.push(content, true);
      return pieces.splice(0);
    };
    yield* add(new ZipDeflate('LISEZMOI.txt'), strToU8(readMe));
    const data = JSON.stringify(await this.data(accountId), undefined, 2);
    yield* add(new ZipDeflate('donnees.json'), strToU8(data));
    for (const { table, id, path } of await this.database.query<File[]>(FILES, [accountId])) {
      const [file] = await this.database.query<{ content: Buffer }[]>(`SELECT content FROM ${table} WHERE id = $1`, [
        id,
      ]);
      // PDF and pictures are compressed already; a file may have gone meanwhile
      if (file) yield* add(new ZipPassThrough(path), file.content);
    }
    zip.end();
    yield* pieces;
    await this.record(this.database.manager, accountId);
  }

  private async data(accountId: string): Promise<Record<string, unknown>> {
    const entries = await Promise.all(
      Object.entries(HANDED_OUT).map(async ([name, statement]): Promise<[string, unknown]> => {
        return [name, await this.database.query(statement, [accountId])];
      }),
    );
    return { madeAt: this.clock.now(), ...Object.fromEntries(entries) };
  }

  private async record(tx: Transaction, accountId: string): Promise<void> {
    const dossiers = await tx.query<{ id: string }[]>('SELECT id FROM dossier WHERE account_id = $1', [accountId]);
    const at = this.clock.now();
    const entries = dossiers.map(({ id }) => ({
      dossierId: id,
      kind: 'personal-data.handed-out',
      actor: { kind: 'citizen' as const, accountId },
      at,
    }));
    if (entries.length > 0) await this.history.append(tx, ...entries);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, type FindOptionsWhere, Raw } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from './actor.js';
import { HistoryEntryRow } from './history-entry.entity.js';

/** One line of history before it is written. `kind` is a noun and what happened to it: `task.claimed`, `dossier.submitted`. */
export interface NewHistoryEntry {
  readonly dossierId?: string;
  readonly processInstanceKey?: string;
  readonly kind: string;
  readonly actor: Actor;
  readonly at: Date;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Shown to the applicant. */
  readonly public?: boolean;
}

/** The append-only log of everything that happened: timeline, audit and figures are read from it. */
@Injectable()
export class History {
  constructor(private readonly database: DataSource) {}

  async append(tx: Transaction, ...entries: NewHistoryEntry[]): Promise<void> {
    await tx.insert(HistoryEntryRow, entries.map(toRow));
  }

  /** In the order in which it happened. */
  search(by: {
    dossierId?: string;
    processInstanceKey?: string;
    /** That instance and all that it has called. */
    rootInstanceKey?: string;
    publicOnly?: boolean;
  }): Promise<HistoryEntryRow[]> {
    const where: FindOptionsWhere<HistoryEntryRow> = {};
    if (by.dossierId) where.dossierId = by.dossierId;
    if (by.processInstanceKey) where.processInstanceId = by.processInstanceKey;
    if (by.rootInstanceKey)
      where.processInstanceId = Raw((id) => `${id} IN (SELECT id FROM process_instance WHERE root_id = :root)`, {
        root: by.rootInstanceKey,
      });
    if (by.publicOnly) where.public = true;
    return this.database.getRepository(HistoryEntryRow).find({ where, order: { id: 'ASC' } });
  }
}

/** What history keeps of an actor. */
export function withoutDepartments({ kind, accountId, name }: Actor): HistoryEntryRow['actor'] {
  return { kind, ...(accountId && { accountId }), ...(name && { name }) };
}

/** `object`, because TypeORM does not believe that a JSON column may hold anything. */
function toRow(entry: NewHistoryEntry): Omit<HistoryEntryRow, 'id' | 'data'> & { data: object } {
  return {
    dossierId: entry.dossierId ?? null,
    processInstanceId: entry.processInstanceKey ?? null,
    kind: entry.kind,
    actor: withoutDepartments(entry.actor),
    at: entry.at,
    data: entry.data ?? {},
    public: entry.public ?? false,
  };
}

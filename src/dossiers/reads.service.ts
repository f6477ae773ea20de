import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CurrentAccount, Visitor } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { History } from '../history/history.js';
import { mayTreat } from './dossier-access.js';
import { Dossier } from './dossier.entity.js';

/** What of a dossier somebody looked at. */
export const READ_OBJECTS = [
  'dossier',
  'task',
  'attachment',
  'document',
  'mail',
  'export',
  'agenda',
  'opinion',
  'register',
] as const;
export type ReadObject = (typeof READ_OBJECTS)[number];

/** Agents of a department looked at something, on a day: what an applicant is told. */
export interface Read {
  readonly department: string;
  /** Name of a body outside the town, which was asked for its opinion. */
  readonly body?: string;
  readonly object: ReadObject;
  /** Name of the file, for attachments and documents; of a register, what it was asked for. */
  readonly name?: string;
  /** The last time that day. */
  readonly at: Date;
  readonly times: number;
}

const KIND = 'dossier.read';

/** Who looked at a dossier: every reading by an agent leaves an entry in its history, and the applicant may see them. */
@Injectable()
export class ReadsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
  ) {}

  /** The dossier, when this visitor may treat it; that it was looked at is written down. */
  async open(reference: string, visitor: Visitor, object: ReadObject): Promise<Dossier | undefined> {
    const dossier = await this.database.manager.findOneBy(Dossier, { reference: reference.trim().toUpperCase() });
    if (!dossier || !visitor.account || !mayTreat(visitor, dossier)) return undefined;
    await this.record([dossier], visitor.account, object);
    return dossier;
  }

  async record(
    dossiers: readonly Pick<Dossier, 'id' | 'department'>[],
    account: CurrentAccount,
    object: ReadObject,
    name?: string,
  ): Promise<void> {
    const at = this.clock.now();
    const actor = { kind: 'agent' as const, accountId: account.id, name: account.name };
    const entries = dossiers.map(({ id: dossierId, department }) => {
      const mine = account.departments.includes(department) ? department : account.role;
      return { dossierId, kind: KIND, actor, at, data: { object, department: mine, ...(name && { name }) } };
    });
    if (entries.length > 0) await this.history.append(this.database.manager, ...entries);
  }

  /** Somebody looked who has no account: a body outside the town that is asked for its opinion. */
  async recordOutside(
    { id: dossierId }: Pick<Dossier, 'id'>,
    { key: department, name: body }: { readonly key: string; readonly name: string },
    object: ReadObject,
    name?: string,
  ): Promise<void> {
    const data = { object, department, body, ...(name && { name }) };
    const actor = { kind: 'system' as const, name: body };
    await this.history.append(this.database.manager, { dossierId, kind: KIND, actor, at: this.clock.now(), data });
  }

  /** The latest first; the same thing twice on a day is one line. */
  async of(dossierId: string): Promise<Read[]> {
    const rows = await this.database.query<
      (Omit<Read, 'name' | 'body'> & { name: string | null; body: string | null })[]
    >(
      `SELECT data->>'department' AS department, data->>'body' AS body, data->>'object' AS object, data->>'name' AS name,
         max(at) AS at, count(*)::int AS times
       FROM history_entry WHERE dossier_id = $1 AND kind = $2
       GROUP BY 1, 2, 3, 4, date_trunc('day', at AT TIME ZONE 'Europe/Brussels') ORDER BY max(at) DESC`,
      [dossierId, KIND],
    );
    return rows.map(({ name, body, ...read }) => ({
      ...read,
      ...(name === null ? {} : { name }),
      ...(body === null ? {} : { body }),
    }));
  }
}

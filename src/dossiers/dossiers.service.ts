import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount, Visitor } from '../access/visitor.js';
import type { Transaction } from '../database/transaction.js';
import { mayFollow, mayTreat } from './dossier-access.js';
import { Dossier } from './dossier.entity.js';
import { searchQuery } from './search-words.js';
import { TrackingCodes } from './tracking-codes.js';
import type { PublicStatus } from './public-status.js';

export interface DossierSearch {
  /** An agent, who sees the dossiers of their departments that are not too confidential. */
  readonly for: CurrentAccount;
  /** Words of the reference, the applicant, the answers; or the tracking code. */
  readonly text?: string;
  readonly statuses?: readonly PublicStatus[];
  /** Test cases instead of real ones. */
  readonly tests?: boolean;
  readonly limit?: number;
}

/** Finds dossiers. What changes them: SubmissionsService, ComplementsService, and the dossiers processor. */
@Injectable()
export class DossiersService {
  constructor(
    private readonly database: DataSource,
    private readonly codes: TrackingCodes,
  ) {}

  byId(dossierId: string, tx: Transaction = this.database.manager): Promise<Dossier | null> {
    return tx.findOneBy(Dossier, { id: dossierId });
  }

  /** The latest first. */
  byIds(dossierIds: readonly string[]): Promise<Dossier[]> {
    return this.database.manager.find(Dossier, { where: { id: In([...dossierIds]) }, order: { id: 'DESC' } });
  }

  byReference(reference: string): Promise<Dossier | null> {
    return this.database.manager.findOneBy(Dossier, { reference: reference.trim().toUpperCase() });
  }

  /** Also that of a process which the dossier's own has called. */
  byProcessInstance(processInstanceKey: string): Promise<Dossier | null> {
    return this.database
      .getRepository(Dossier)
      .createQueryBuilder('dossier')
      .where(`dossier.processInstanceKey = (SELECT root_id FROM process_instance WHERE id = :processInstanceKey)`, {
        processInstanceKey,
      })
      .getOne();
  }

  /** By process instance, also by those that the dossiers' own have called. */
  async byProcessInstances(processInstanceKeys: readonly string[]): Promise<ReadonlyMap<string, Dossier>> {
    const instances = await this.database.query<{ id: string; root: string }[]>(
      'SELECT id, root_id AS root FROM process_instance WHERE id = ANY($1::bigint[])',
      [[...processInstanceKeys]],
    );
    const roots = In(instances.map(({ root }) => root));
    const dossiers = await this.database.manager.findBy(Dossier, { processInstanceKey: roots });
    const byRoot = new Map(dossiers.map((dossier) => [dossier.processInstanceKey, dossier]));
    return new Map(
      instances.flatMap(({ id, root }) => {
        const dossier = byRoot.get(root);
        return dossier ? [[id, dossier] as const] : [];
      }),
    );
  }

  /** The dossier, when this visitor may follow it as an applicant. Otherwise nothing, as if it did not exist. */
  async followed(reference: string, visitor: Visitor): Promise<Dossier | undefined> {
    const dossier = await this.byReference(reference);
    return dossier && mayFollow(visitor, dossier) ? dossier : undefined;
  }

  /** The dossier, when this visitor may treat it as an agent. */
  async treated(reference: string, visitor: Visitor): Promise<Dossier | undefined> {
    const dossier = await this.byReference(reference);
    return dossier && mayTreat(visitor, dossier) ? dossier : undefined;
  }

  ofAccount(accountId: string): Promise<Dossier[]> {
    return this.database.manager.find(Dossier, { where: { accountId }, order: { submittedAt: 'DESC' } });
  }

  /** For the desk: the latest first. */
  search({ for: account, text, statuses, tests = false, limit = 50 }: DossierSearch): Promise<Dossier[]> {
    const [levels, reader] = readerOf(account);
    const query = this.database
      .getRepository(Dossier)
      .createQueryBuilder('dossier')
      .where('dossier.test = :tests', { tests })
      .andWhere('dossier.department = ANY(:departments)', { departments: account.departments })
      .andWhere(isSeenBy(':levels', ':reader'), { levels, reader })
      .orderBy('dossier.id', 'DESC')
      .take(limit);
    if (statuses) query.andWhere('dossier.publicStatus = ANY(:statuses)', { statuses });
    const words = searchQuery(text);
    if (words) {
      const hash = this.codes.hashOf(text!);
      const code = hash ? ' OR dossier.trackingCodeHash = :hash' : '';
      query.andWhere(`(dossier.search @@ to_tsquery('simple', :words)${code})`, { words, hash });
    }
    return query.getMany();
  }
}

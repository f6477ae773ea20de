import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import type { Transaction } from '../../database/transaction.js';
import { type Actor, SYSTEM } from '../../history/actor.js';
import { DEPLOYMENT_LOCK } from '../../workflow/deployments.service.js';
import type { Procedure } from '../procedure.js';
import type { ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { checksumOf, type StoredFile } from './package.js';
import { ProcedureVersion } from './procedure-version.entity.js';
import { type Cause, PublicationService, Unusable } from './publication.service.js';
import { allowedIn, type Deed, type State } from './states.js';
import { VersionsService } from './versions.service.js';

/** What is asked of a version, by whom and why. The reason is never left out. */
export interface Wish {
  readonly deed: Deed;
  /** When it is to be offered; at once without it. */
  readonly from?: Date;
  readonly reason: string;
  readonly actor: Actor;
}

export interface Deployed {
  /** Absent when something is wrong. */
  readonly version?: ProcedureVersion;
  /** False when this very folder was there already. */
  readonly isNew: boolean;
  readonly diagnostics: readonly ProcedureDiagnostic[];
}

/** `no-reason`, `not-now`: the state does not allow it. `unusable`: something is wrong with it, see `diagnostics`. */
export type Answer =
  | { readonly version: ProcedureVersion }
  | {
      readonly refused: 'unknown' | 'no-reason' | 'not-now' | 'unusable';
      readonly diagnostics?: readonly ProcedureDiagnostic[];
    };

/** In which state a wish is already fulfilled. */
const FULFILLED: Readonly<Record<Deed, readonly State[]>> = {
  draft: ['draft', 'test', 'scheduled', 'published', 'replaced', 'withdrawn'],
  test: ['test'],
  publish: ['published'],
  withdraw: ['withdrawn'],
};

/** Takes versions of procedures from draft to test, publication and withdrawal. */
@Injectable()
export class LifeCycleService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly versions: VersionsService,
    private readonly publication: PublicationService,
  ) {}

  /** A whole folder from outside: checked as `beffroi check` does, stored, and brought as far as is wished. */
  async deploy(key: string, files: readonly StoredFile[], wish: Wish): Promise<Deployed> {
    const { procedure, diagnostics } = await this.versions.check(key, files);
    if (!procedure) return { isNew: false, diagnostics };
    const added = await this.add(procedure, files, wish);
    return { ...added, diagnostics: [...diagnostics, ...added.diagnostics] };
  }

  /** The same for what has been read and found right. */
  async add(procedure: Procedure, files: readonly StoredFile[], wish: Wish): Promise<Deployed> {
    try {
      const added = await this.database.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
        const { version, isNew } = await this.store(tx, procedure, files, wish);
        if (FULFILLED[wish.deed].includes(version.state)) return { version, isNew };
        if (!allowedIn(version.state).includes(wish.deed)) return { version, isNew };
        return { version: await this.fulfil(tx, version, wish), isNew };
      });
      await this.versions.changed();
      return { ...added, diagnostics: [] };
    } catch (error) {
      if (error instanceof Unusable) return { isNew: false, diagnostics: error.diagnostics };
      throw error;
    }
  }

  /** Something is asked of a version that is here. */
  async ask(versionId: string, wish: Wish): Promise<Answer> {
    if (!wish.reason.trim()) return { refused: 'no-reason' };
    try {
      const answer = await this.database.transaction(async (tx): Promise<Answer> => {
        await tx.query('SELECT pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
        const version = await this.versions.get(versionId, tx);
        if (!version) return { refused: 'unknown' };
        if (!allowedIn(version.state).includes(wish.deed)) return { refused: 'not-now' };
        return { version: await this.fulfil(tx, version, wish) };
      });
      await this.versions.changed();
      return answer;
    } catch (error) {
      if (error instanceof Unusable) return { refused: 'unusable', diagnostics: error.diagnostics };
      throw error;
    }
  }

  /** Offers every version whose date has come. */
  async offerDue(): Promise<void> {
    const now = this.clock.now();
    const due = await this.database.query<{ id: string }[]>(
      `SELECT id FROM procedure_version WHERE state = 'scheduled' AND effective_from <= $1
       ORDER BY effective_from, number`,
      [now],
    );
    for (const { id } of due)
      await this.database.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
        const version = await this.versions.get(id, tx);
        if (version?.state !== 'scheduled' || !version.effectiveFrom || version.effectiveFrom > now) return;
        const reason = await this.publication.reasonOf(tx, version);
        await this.publication.offer(tx, version, version.effectiveFrom, { actor: SYSTEM, reason });
      });
    if (due.length > 0) await this.versions.changed();
  }

  private async store(
    tx: Transaction,
    { key: procedureKey, facts: { versionTag } }: Procedure,
    files: readonly StoredFile[],
    cause: Cause,
  ): Promise<{ version: ProcedureVersion; isNew: boolean }> {
    const checksum = checksumOf(files);
    const known = await tx.findOneBy(ProcedureVersion, { procedureKey, checksum });
    if (known) return { version: known, isNew: false };
    const number = ((await tx.maximum(ProcedureVersion, 'number', { procedureKey })) ?? 0) + 1;
    const createdAt = this.clock.now();
    const row = { procedureKey, number, versionTag, checksum, files: [...files], state: 'draft' as const, createdAt };
    const { id } = (await tx.insert(ProcedureVersion, row)).identifiers[0] as { id: string };
    const version = await tx.findOneByOrFail(ProcedureVersion, { id });
    await this.publication.record(tx, version, 'deployed', cause);
    return { version, isNew: true };
  }

  private async fulfil(tx: Transaction, version: ProcedureVersion, wish: Wish): Promise<ProcedureVersion> {
    const { publication } = this;
    const now = this.clock.now();
    const effectiveFrom = wish.from ?? now;
    if (wish.deed === 'draft') await publication.change(tx, version, 'draft', wish, {}, { effectiveFrom: null });
    if (wish.deed === 'test') {
      const testDefinitionId = await publication.tried(tx, version);
      const testToken = version.testToken ?? randomBytes(24).toString('base64url');
      await publication.change(tx, version, 'test', wish, {}, { testDefinitionId, testToken, effectiveFrom: null });
    }
    if (wish.deed === 'withdraw') {
      if (version.state === 'published') await publication.silence(tx, version);
      await publication.change(tx, version, 'withdrawn', wish);
    }
    if (wish.deed === 'publish') {
      const inTheWay = this.versions.inTheWayOf(await this.versions.procedure(version.id, tx));
      if (inTheWay.length > 0) throw new Unusable(inTheWay);
      if (effectiveFrom > now)
        await publication.change(tx, version, 'scheduled', wish, { from: effectiveFrom }, { effectiveFrom });
      else await publication.offer(tx, version, effectiveFrom, wish);
    }
    return tx.findOneByOrFail(ProcedureVersion, { id: version.id });
  }
}

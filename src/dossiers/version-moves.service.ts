import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MigrationPlan } from '#engine';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import type { ProcedureVersion } from '../procedures/life-cycle/procedure-version.entity.js';
import { MigrationsService } from '../workflow/migrations.service.js';
import { Dossier } from './dossier.entity.js';

/** What taking a case to another version would do, or what keeps it where it is. */
export interface MovePreview {
  readonly reference: string;
  /** Elements at which it waits, and where each goes. */
  readonly changes: readonly { readonly from?: string; readonly to?: string }[];
  readonly problems: readonly string[];
}

/** From one version to another one of the same procedure, both of which were offered. */
export interface Move {
  readonly from: ProcedureVersion;
  readonly to: ProcedureVersion;
  readonly plan: MigrationPlan;
}

/** Takes running cases to another version: looked at first, then one after the other, with the words of that version. */
@Injectable()
export class VersionMovesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly migrations: MigrationsService,
  ) {}

  /** Running cases by version; tests are counted apart. */
  async running(): Promise<ReadonlyMap<string, { readonly real: number; readonly tests: number }>> {
    const rows = await this.database.query<{ version: string; real: number; tests: number }[]>(
      `SELECT procedure_version_id AS version, count(*) FILTER (WHERE NOT test)::int AS real,
         count(*) FILTER (WHERE test)::int AS tests
       FROM dossier WHERE closed_at IS NULL AND procedure_version_id IS NOT NULL GROUP BY 1`,
    );
    return new Map(rows.map(({ version, ...counts }) => [version, counts]));
  }

  /** Changes nothing. */
  async preview({ from, to, plan }: Move): Promise<MovePreview[]> {
    const dossiers = await this.dossiersOn(from);
    if (from.definitionId === to.definitionId)
      return dossiers.map(({ reference }) => ({ reference, changes: [], problems: [] }));
    const processInstanceKeys = dossiers.flatMap(({ processInstanceKey }) => processInstanceKey ?? []);
    if (processInstanceKeys.length === 0) return [];
    const wanted = { from: from.definitionId!, to: to.definitionId!, plan, processInstanceKeys };
    const previews = new Map((await this.migrations.preview(wanted)).map((one) => [one.processInstanceKey, one]));
    return dossiers.flatMap(({ reference, processInstanceKey }) => {
      const preview = previews.get(processInstanceKey ?? '');
      return preview ? [{ reference, changes: preview.changes, problems: preview.problems }] : [];
    });
  }

  /** Those that cannot go stay where they are. */
  async move({ from, to, plan }: Move, reason: string, actor: Actor): Promise<{ moved: number; stayed: number }> {
    const dossiers = await this.dossiersOn(from);
    const keys = dossiers.flatMap(({ processInstanceKey }) => processInstanceKey ?? []);
    const gone = new Set(keys);
    if (from.definitionId !== to.definitionId && keys.length > 0) {
      const wanted = { from: from.definitionId!, to: to.definitionId!, plan, processInstanceKeys: keys };
      const { refused } = await this.migrations.migrate(wanted, actor);
      for (const { processInstanceKey } of refused) gone.delete(processInstanceKey);
    }
    const moved = dossiers.filter(({ processInstanceKey }) => gone.has(processInstanceKey ?? ''));
    await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      for (const { id: dossierId } of moved) {
        await tx.update(Dossier, dossierId, { procedureVersionId: to.id });
        const data = { from: from.number, to: to.number, reason };
        await this.history.append(tx, { dossierId, kind: 'dossier.version-changed', actor, at, data });
      }
    });
    return { moved: moved.length, stayed: dossiers.length - moved.length };
  }

  private dossiersOn({ id }: ProcedureVersion): Promise<Dossier[]> {
    return this.database
      .getRepository(Dossier)
      .createQueryBuilder('dossier')
      .where('dossier.procedureVersionId = :id AND dossier.closedAt IS NULL AND NOT dossier.test', { id })
      .orderBy('dossier.id')
      .getMany();
  }
}

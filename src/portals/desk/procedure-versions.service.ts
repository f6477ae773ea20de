import { Injectable, NotFoundException } from '@nestjs/common';
import { Config } from '../../config.js';
import { VersionMovesService } from '../../dossiers/version-moves.service.js';
import type { Lang } from '../../forms/lang.js';
import { History } from '../../history/history.js';
import type { ProcedureVersion } from '../../procedures/life-cycle/procedure-version.entity.js';
import { allowedIn, isOpenToTests } from '../../procedures/life-cycle/states.js';
import { TestCommentsService } from '../../procedures/life-cycle/test-comments.service.js';
import { VersionsService } from '../../procedures/life-cycle/versions.service.js';

/** Versions of procedures as the desk shows them. */
@Injectable()
export class ProcedureVersionsView {
  constructor(
    private readonly config: Config,
    private readonly versions: VersionsService,
    private readonly moves: VersionMovesService,
    private readonly comments: TestCommentsService,
    private readonly history: History,
  ) {}

  /** One row for each procedure. */
  async all(lang: Lang) {
    const running = await this.moves.running();
    const all = await this.versions.all();
    const rows = [...new Set(all.map(({ procedureKey }) => procedureKey))].map(async (key) => {
      const versions = all.filter(({ procedureKey }) => procedureKey === key);
      const offered = versions.find(({ state }) => state === 'published');
      const procedure = await this.versions.procedure((offered ?? versions[0]!).id);
      const counts = versions.map(({ id }) => running.get(id));
      return {
        key,
        title: procedure.title(lang),
        offered,
        others: versions.filter(({ state }) => ['draft', 'test', 'scheduled'].includes(state)),
        withdrawn: !offered,
        running: counts.reduce((sum, one) => sum + (one?.real ?? 0), 0),
        tests: counts.reduce((sum, one) => sum + (one?.tests ?? 0), 0),
      };
    });
    return Promise.all(rows);
  }

  /** Every version of one procedure, the latest first. */
  async of(key: string, lang: Lang) {
    const versions = await this.ofKey(key);
    const running = await this.moves.running();
    const offered = versions.find(({ state }) => state === 'published');
    const procedure = await this.versions.procedure((offered ?? versions[0]!).id);
    const rows = versions.map(async (version) => ({
      ...version,
      running: running.get(version.id)?.real ?? 0,
      tests: running.get(version.id)?.tests ?? 0,
      deeds: allowedIn(version.state),
      link: version.testToken && isOpenToTests(version.state) ? this.link(version.testToken) : undefined,
      comments: await this.comments.of(version.id),
      history: (await this.history.search({ dossierId: version.id })).map(({ kind, at, actor, data }) => ({
        event: kind.replace('procedure.', ''),
        at,
        who: actor.name,
        reason: data['reason'],
        data,
      })),
    }));
    return { key, title: procedure.title(lang), offered, versions: await Promise.all(rows) };
  }

  async ofKey(key: string): Promise<ProcedureVersion[]> {
    const versions = (await this.versions.all()).filter(({ procedureKey }) => procedureKey === key);
    if (versions.length === 0) throw new NotFoundException();
    return versions;
  }

  /** The two versions that an address names by their numbers. */
  async pair(key: string, from: unknown, to: unknown): Promise<[ProcedureVersion, ProcedureVersion]> {
    const versions = await this.ofKey(key);
    const [older, newer] = [from, to].map((number) => versions.find((one) => String(one.number) === String(number)));
    if (!older || !newer) throw new NotFoundException();
    return [older, newer];
  }

  private link(token: string): string {
    return `${this.config.publicUrl}/essai/${token}`;
  }
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../config.js';
import { VersionMovesService } from '../../dossiers/version-moves.service.js';
import { SYSTEM } from '../../history/actor.js';
import { checkProcedure } from '../../procedures/check-procedure.js';
import { LifeCycleService } from '../../procedures/life-cycle/life-cycle.service.js';
import { pack } from '../../procedures/life-cycle/package.js';
import { VersionsService } from '../../procedures/life-cycle/versions.service.js';
import { BLOCKS } from '../../procedures/procedure-folders.js';
import type { ProcedureDiagnostic } from '../../procedures/procedure-diagnostic.js';
import { readProcedure } from '../../procedures/read-procedure.js';
import { PreviewPeople } from './preview-people.js';

const EVERY_MILLISECONDS = 400;
const WISH = { deed: 'publish', reason: 'Aperçu', actor: SYSTEM } as const;

/** Keeps one folder published as it is on the disk: whenever a file has changed, it is checked and becomes a version. */
@Injectable()
export class PreviewService implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Grows with every change that pages show. */
  revision = 0;
  /** What keeps the folder, as it is now, from being used. */
  errors: readonly ProcedureDiagnostic[] = [];

  private readonly folder: string;
  private seen = '';
  private timer?: NodeJS.Timeout;
  private busy = false;

  constructor(
    config: Config,
    private readonly lifeCycle: LifeCycleService,
    private readonly versions: VersionsService,
    private readonly moves: VersionMovesService,
    private readonly people: PreviewPeople,
  ) {
    this.folder = config.previewOf ?? '';
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), EVERY_MILLISECONDS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const seen = stateOf(this.folder);
      if (seen === this.seen) return;
      this.seen = seen;
      this.errors = await this.publish();
      this.revision += 1;
    } catch (error) {
      // half-written, or gone while we read: the next look sees it whole
      const message = (error as Error).message;
      this.errors = [{ file: '', code: 'unreadable', severity: 'error', message }];
      this.seen = '';
    } finally {
      this.busy = false;
    }
  }

  private async publish(): Promise<readonly ProcedureDiagnostic[]> {
    const errors = (await checkProcedure(this.folder)).filter(({ severity }) => severity === 'error');
    const { procedure, folder, blocks } = readProcedure(this.folder);
    if (errors.length > 0 || !procedure) return errors;
    await this.people.engage(procedure);
    const before = (await this.versions.all()).find(({ state }) => state === 'published');
    const { version, diagnostics } = await this.lifeCycle.add(procedure, pack(folder, blocks), WISH);
    // who draws wants to see it at once, in the case at hand: whatever can go on in the new version does
    if (version && before && before.id !== version.id)
      await this.moves.move({ from: before, to: version, plan: {} }, WISH.reason, SYSTEM);
    return diagnostics.filter(({ severity }) => severity === 'error');
  }
}

/** Changes whenever a file of the folder, of the blocks, or one beside them does. */
function stateOf(folder: string): string {
  const around = dirname(folder);
  const beside = ['departments.yaml', 'settings.yaml'].map((name) => join(around, name));
  return [folder, join(around, BLOCKS), ...beside].flatMap(filesIn).join('\n');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const status = statSync(path);
  if (!status.isDirectory()) return [`${path} ${status.mtimeMs} ${status.size}`];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

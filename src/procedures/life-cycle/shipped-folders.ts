import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../../config.js';
import { SYSTEM } from '../../history/actor.js';
import { DeploymentsService } from '../../workflow/deployments.service.js';
import { readBlockFolder } from '../blocks/called-blocks.js';
import type { Material } from '../material.js';
import { Findings, type ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { blockFolders, procedureFolders } from '../procedure-folders.js';
import { readProcedure } from '../read-procedure.js';
import { LifeCycleService } from './life-cycle.service.js';
import { checksumOf, pack } from './package.js';
import { ProcedureVersion } from './procedure-version.entity.js';
import { VersionsService } from './versions.service.js';

const REASON = 'Livrée avec le programme';

/** The folders of PROCEDURES_DIR, deployed and published at start like any other; blocks first. A known folder is no news. */
@Injectable()
export class ShippedFolders {
  private readonly logger = new Logger('procedures');
  private readonly refusals = new Map<string, readonly ProcedureDiagnostic[]>();

  constructor(
    private readonly config: Config,
    private readonly database: DataSource,
    private readonly deployments: DeploymentsService,
    private readonly lifeCycle: LifeCycleService,
    private readonly versions: VersionsService,
  ) {}

  /** Folders that could not be offered, and why. */
  refused(): ReadonlyMap<string, readonly ProcedureDiagnostic[]> {
    return this.refusals;
  }

  async deploy(): Promise<void> {
    const { proceduresDir, previewOf } = this.config;
    if (previewOf !== undefined) return; // one folder is shown, and follows its files (src/portals/preview)
    const usable = new Set<string>();
    for (const folder of blockFolders(proceduresDir)) {
      const { block, diagnostics } = readBlockFolder(folder);
      if (await this.isDone(folder, block, diagnostics, (one) => this.deployBlock(one))) usable.add(block!.key);
    }
    for (const path of procedureFolders(proceduresDir)) {
      const { procedure, diagnostics, folder } = readProcedure(path);
      const inTheWay = procedure ? [...unusable(procedure, usable), ...this.versions.inTheWayOf(procedure)] : [];
      await this.isDone(path, procedure, [...diagnostics, ...inTheWay], async (one) => {
        const files = pack(folder, one.blocks);
        const checksum = checksumOf(files);
        if (await this.database.manager.existsBy(ProcedureVersion, { procedureKey: one.key, checksum })) return [];
        const added = await this.lifeCycle.add(one, files, { deed: 'publish', reason: REASON, actor: SYSTEM });
        // cases that are older than versions
        if (added.version)
          await this.database.query(
            'UPDATE dossier SET procedure_version_id = $1 WHERE procedure_key = $2 AND procedure_version_id IS NULL',
            [added.version.id, one.key],
          );
        return added.diagnostics;
      });
    }
  }

  /** One wrong procedure does not keep the others from their citizens. */
  private async isDone<Read extends Material>(
    folder: string,
    material: Read | undefined,
    diagnostics: readonly ProcedureDiagnostic[],
    work: (material: Read) => Promise<readonly ProcedureDiagnostic[]>,
  ): Promise<boolean> {
    const isRight = material && !diagnostics.some(({ severity }) => severity === 'error');
    const all = [...diagnostics, ...(isRight ? await work(material) : [])];
    for (const { file, line, element, code, message, severity } of all)
      this.logger[severity === 'error' ? 'error' : 'warn'](
        `${join(folder, file)}${line === undefined ? '' : `:${line}`} ${element ? `${element}: ` : ''}${message} (${code})`,
      );
    if (isRight && !all.some(({ severity }) => severity === 'error')) return true;
    this.refusals.set(folder, all);
    return false;
  }

  private async deployBlock({ key, resources }: Material): Promise<ProcedureDiagnostic[]> {
    const { diagnostics } = await this.database.transaction((tx) =>
      this.deployments.deploy(tx, { resources: [...resources], procedureKey: key }),
    );
    return diagnostics.map(({ resource, ...diagnostic }) => ({ ...diagnostic, file: resource }));
  }
}

function unusable(procedure: Material, usable: ReadonlySet<string>): ProcedureDiagnostic[] {
  const findings = new Findings();
  for (const { key } of procedure.blocks)
    if (!usable.has(key))
      findings.error('process.bpmn', 'block-unusable', `The block "${key}" cannot be used: check _blocks/${key}.`);
  return findings.all;
}

import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { DeploymentsService } from '../workflow/deployments.service.js';
import type { Procedure } from './procedure.js';
import { Findings, type ProcedureDiagnostic } from './procedure-diagnostic.js';
import { readBlockFolder } from './blocks/called-blocks.js';
import { jobsOutside } from './jobs-outside.js';
import type { Material } from './material.js';
import { blockFolders, procedureFolders } from './procedure-folders.js';
import { readProcedure } from './read-procedure.js';

/** What the town offers: the folders of PROCEDURES_DIR that were found right, deployed at start; blocks first. */
@Injectable()
export class ProcedureCatalogue implements OnModuleInit {
  private readonly logger = new Logger('procedures');
  private readonly procedures = new Map<string, Procedure>();
  private readonly refusals = new Map<string, readonly ProcedureDiagnostic[]>();

  constructor(
    private readonly config: Config,
    private readonly database: DataSource,
    private readonly deployments: DeploymentsService,
  ) {}

  async onModuleInit(): Promise<void> {
    const { proceduresDir } = this.config;
    const usable = new Set<string>();
    for (const folder of blockFolders(proceduresDir)) {
      const { block, diagnostics } = readBlockFolder(folder);
      if (await this.isDeployed(folder, block, diagnostics)) usable.add(block!.key);
    }
    for (const folder of procedureFolders(proceduresDir)) {
      const { procedure, diagnostics } = readProcedure(folder);
      const inTheWay = procedure ? this.inTheWayOf(procedure, usable) : [];
      if (await this.isDeployed(folder, procedure, [...diagnostics, ...inTheWay]))
        this.procedures.set(procedure!.key, procedure!);
    }
  }

  all(): Procedure[] {
    return [...this.procedures.values()];
  }

  get(key: string): Procedure | undefined {
    return this.procedures.get(key);
  }

  /** Folders that could not be offered, and why. */
  refused(): ReadonlyMap<string, readonly ProcedureDiagnostic[]> {
    return this.refusals;
  }

  /** What keeps a procedure from being offered here, though its folder is right. */
  private inTheWayOf(procedure: Procedure, usable: ReadonlySet<string>): ProcedureDiagnostic[] {
    const findings = new Findings();
    for (const { key } of procedure.blocks)
      if (!usable.has(key))
        findings.error('process.bpmn', 'block-unusable', `The block "${key}" cannot be used: check _blocks/${key}.`);
    for (const { jobType, place } of jobsOutside(procedure))
      if (!this.config.outsideJobTypes.includes(jobType))
        findings.error(
          'process.bpmn',
          'job-without-worker',
          `Nothing here works on jobs of type "${jobType}" (${place}). When a worker outside does, name it in OUTSIDE_JOB_TYPES.`,
        );
    return findings.all;
  }

  /** One wrong procedure does not keep the others from their citizens. */
  private async isDeployed(
    folder: string,
    material: Material | undefined,
    diagnostics: readonly ProcedureDiagnostic[],
  ): Promise<boolean> {
    const isRight = material && !diagnostics.some(({ severity }) => severity === 'error');
    const all = [...diagnostics, ...(isRight ? await this.deploy(material) : [])];
    for (const { file, line, element, code, message, severity } of all)
      this.logger[severity === 'error' ? 'error' : 'warn'](
        `${join(folder, file)}${line === undefined ? '' : `:${line}`} ${element ? `${element}: ` : ''}${message} (${code})`,
      );
    if (isRight && !all.some(({ severity }) => severity === 'error')) return true;
    this.refusals.set(folder, all);
    return false;
  }

  private async deploy({ key, resources }: Material): Promise<ProcedureDiagnostic[]> {
    const { diagnostics } = await this.database.transaction((tx) =>
      this.deployments.deploy(tx, { resources: [...resources], procedureKey: key }),
    );
    return diagnostics.map(({ resource, ...diagnostic }) => ({ ...diagnostic, file: resource }));
  }
}

import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { DeploymentsService } from '../workflow/deployments.service.js';
import type { Procedure } from './procedure.js';
import type { ProcedureDiagnostic } from './procedure-diagnostic.js';
import { procedureFolders } from './procedure-folders.js';
import { readProcedure } from './read-procedure.js';

/** What the town offers: the folders of PROCEDURES_DIR that were found right, deployed at start. */
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
    for (const folder of procedureFolders(this.config.proceduresDir)) await this.load(folder);
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

  /** One wrong procedure does not keep the others from their citizens. */
  private async load(folder: string): Promise<void> {
    const { procedure, diagnostics } = readProcedure(folder);
    const deployed = procedure ? await this.deploy(procedure) : [];
    const all = [...diagnostics, ...deployed];
    for (const { file, line, element, code, message, severity } of all)
      this.logger[severity === 'error' ? 'error' : 'warn'](
        `${join(folder, file)}${line === undefined ? '' : `:${line}`} ${element ? `${element}: ` : ''}${message} (${code})`,
      );
    if (procedure && !all.some(({ severity }) => severity === 'error')) this.procedures.set(procedure.key, procedure);
    else this.refusals.set(folder, all);
  }

  private async deploy({ key, resources }: Procedure): Promise<ProcedureDiagnostic[]> {
    const { diagnostics } = await this.database.transaction((tx) =>
      this.deployments.deploy(tx, { resources, procedureKey: key }),
    );
    return diagnostics.map(({ resource, ...diagnostic }) => ({ ...diagnostic, file: resource }));
  }
}

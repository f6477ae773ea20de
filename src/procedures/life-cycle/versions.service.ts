import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../../config.js';
import type { Transaction } from '../../database/transaction.js';
import { LruCache } from '../../workflow/lru-cache.js';
import { checkProcedure } from '../check-procedure.js';
import { jobsOutside } from '../jobs-outside.js';
import type { Material } from '../material.js';
import type { Procedure } from '../procedure.js';
import { Findings, type ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { readProcedure } from '../read-procedure.js';
import { type StoredFile, unpacked } from './package.js';
import { ProcedureVersion } from './procedure-version.entity.js';
import type { State } from './states.js';

/** The version of each procedure that speaks for it: the offered one, else the last that was. */
export interface Current {
  readonly id: string;
  readonly key: string;
  readonly state: State;
}

/** Stored versions, read as folders are. Their files never change, so what was read stays true. */
@Injectable()
export class VersionsService {
  private readonly read = new LruCache<Promise<Procedure>>(300);
  private readonly listeners: (() => Promise<void>)[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
  ) {}

  get(id: string, tx: Transaction = this.database.manager): Promise<ProcedureVersion | null> {
    return tx.findOneBy(ProcedureVersion, { id });
  }

  byTestToken(testToken: string): Promise<ProcedureVersion | null> {
    return this.database.manager.findOneBy(ProcedureVersion, { testToken });
  }

  /** The latest first. */
  all(): Promise<ProcedureVersion[]> {
    return this.database.manager.find(ProcedureVersion, { order: { procedureKey: 'ASC', number: 'DESC' } });
  }

  current(): Promise<Current[]> {
    return this.database.query<Current[]>(
      `SELECT DISTINCT ON (procedure_key) id, procedure_key AS key, state FROM procedure_version
       ORDER BY procedure_key, state = 'published' DESC, state IN ('replaced', 'withdrawn') DESC, number DESC`,
    );
  }

  async files(id: string, tx: Transaction = this.database.manager): Promise<StoredFile[]> {
    const [row] = await tx.query<{ files: StoredFile[] }[]>('SELECT files FROM procedure_version WHERE id = $1', [id]);
    if (!row) throw new Error(`There is no version ${id} of a procedure.`);
    return row.files;
  }

  /** The procedure as this version has it. */
  procedure(id: string, tx: Transaction = this.database.manager): Promise<Procedure> {
    return this.read.get(id, async () => {
      const version = await tx.findOneByOrFail(ProcedureVersion, { id });
      const { procedureKey: key, number } = version;
      const read = await unpacked(key, await this.files(id, tx), this.config.proceduresDir, readProcedure);
      if (!read.procedure) throw new Error(`Version ${number} of "${key}" cannot be read any more.`);
      return read.procedure.as({ id, number });
    });
  }

  /** What `beffroi check` says of these files; the procedure when nothing is wrong with them. */
  check(
    key: string,
    files: readonly StoredFile[],
  ): Promise<{ procedure?: Procedure; diagnostics: ProcedureDiagnostic[] }> {
    return unpacked(key, files, this.config.proceduresDir, async (folder) => {
      const diagnostics = await checkProcedure(folder);
      const isWrong = diagnostics.some(({ severity }) => severity === 'error');
      const { procedure } = readProcedure(folder);
      return { diagnostics, ...(procedure && !isWrong && { procedure }) };
    });
  }

  /** Jobs that nothing here works on: they keep a procedure from being offered, though its folder is right. */
  inTheWayOf(procedure: Material): ProcedureDiagnostic[] {
    const findings = new Findings();
    const here = { signatures: this.config.signatures !== 'none' };
    // a preview answers them itself
    for (const { jobType, place } of this.config.previewOf === undefined ? jobsOutside(procedure, here) : [])
      if (!this.config.outsideJobTypes.includes(jobType))
        findings.error(
          'process.bpmn',
          'job-without-worker',
          `Nothing here works on jobs of type "${jobType}" (${place}). When a worker outside does, name it in OUTSIDE_JOB_TYPES.`,
        );
    return findings.all;
  }

  /** Called whenever this program has changed something. What other programs do has to be looked for. */
  onChange(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  async changed(): Promise<void> {
    for (const listener of this.listeners) await listener();
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type Binding,
  type CompiledProcess,
  compile,
  type DecisionModel,
  type DecisionResult,
  evaluateDecision,
  read,
  readDecisions,
  type Variables,
} from '#engine';
import type { Transaction } from '../database/transaction.js';
import { type DefinitionKind, DefinitionRow } from './definition.entity.js';
import { LruCache } from './lru-cache.js';

/** A decision that a process asks for. */
export interface DecisionQuestion {
  readonly decisionId: string;
  readonly binding: Binding;
  readonly variables: Variables;
  /** Definition of the process that asks. */
  readonly caller: string;
  readonly now: Date;
}

export interface Decided {
  /** Absent when none is deployed. */
  readonly decision?: DefinitionRow;
  readonly result: DecisionResult;
}

/** The latest version unless told otherwise. */
export type WantedProcess = { readonly id: string; readonly version?: number } | { readonly key: string };

/** A deployed process without its file. */
export interface KnownProcess {
  readonly id: string;
  readonly processId: string;
  readonly version: number;
}

/** Finds deployed definitions and keeps compiled what is in use. */
@Injectable()
export class DefinitionsService {
  private readonly processes = new LruCache<Promise<CompiledProcess>>(200);
  private readonly decisions = new LruCache<Promise<DecisionModel>>(100);
  /** Whether a definition is one of a test, by its key. */
  private readonly tests = new LruCache<Promise<boolean>>(1_000);

  constructor(private readonly database: DataSource) {}

  /** Pass the transaction when there is one: a second connection could be one too many. */
  compiled(processDefinitionKey: string, manager: EntityManager = this.database.manager): Promise<CompiledProcess> {
    return this.processes.get(processDefinitionKey, async () => {
      const row = await manager.findOneByOrFail(DefinitionRow, { id: processDefinitionKey, kind: 'process' });
      const { model } = await read(row.content);
      const definition = model?.processes.find(({ id }) => id === row.definitionId);
      if (!definition) throw new Error(`Definition ${row.id} has no process ${row.definitionId} any more.`);
      return compile(definition);
    });
  }

  get(key: string, manager = this.database.manager): Promise<DefinitionRow | null> {
    return manager.findOneBy(DefinitionRow, { id: key });
  }

  latest(kind: DefinitionKind, id: string, manager = this.database.manager): Promise<DefinitionRow | null> {
    return manager.findOne(DefinitionRow, {
      where: { kind, definitionId: id, test: false },
      order: { version: 'DESC' },
    });
  }

  /** Only its key: the file itself is a thousand times as long, and who starts an instance has it compiled. */
  async latestKey(kind: DefinitionKind, id: string, manager = this.database.manager): Promise<string | undefined> {
    const [latest] = await manager.query<{ id: string }[]>(
      'SELECT id FROM definition WHERE kind = $1 AND definition_id = $2 AND NOT test ORDER BY version DESC LIMIT 1',
      [kind, id],
    );
    return latest?.id;
  }

  /** The processes that are wanted, in that order, by one statement; undefined where there is none. */
  async findProcesses(
    manager: EntityManager,
    wanted: readonly WantedProcess[],
  ): Promise<readonly (KnownProcess | undefined)[]> {
    const rows = await manager.query<(KnownProcess & { place: number })[]>(
      `SELECT w.place, d.id, d.definition_id AS "processId", d.version
       FROM jsonb_to_recordset($1) AS w(place int, key bigint, id text, version int) CROSS JOIN LATERAL (
         SELECT id, definition_id, version FROM definition WHERE kind = 'process' AND id = w.key
         UNION ALL (
           SELECT id, definition_id, version FROM definition WHERE kind = 'process' AND definition_id = w.id
             AND (w.version IS NULL OR version = w.version) ORDER BY version DESC LIMIT 1)) d`,
      [JSON.stringify(wanted.map((one, place) => ({ ...one, place })))],
    );
    const found = new Map(rows.map(({ place, ...process }) => [place, process]));
    return wanted.map((_, place) => found.get(place));
  }

  /** The version that a binding means, seen from the definition that refers to it. */
  async resolve(
    tx: Transaction,
    kind: DefinitionKind,
    id: string,
    binding: Binding,
    caller: string,
  ): Promise<DefinitionRow | null> {
    // what is tried finds what came with it to be tried
    const isTest = await this.tests.get(caller, () => tx.existsBy(DefinitionRow, { id: caller, test: true }));
    const tried = isTest ? await this.besides(tx, { kind, definitionId: id, test: true }, caller) : null;
    if (tried) return tried;
    const wanted = { kind, definitionId: id, test: false };
    if (binding.type === 'latest') return this.latest(kind, id, tx);
    if (binding.type === 'versionTag')
      return tx.findOne(DefinitionRow, {
        where: { ...wanted, versionTag: binding.versionTag },
        order: { version: 'DESC' },
      });
    return this.besides(tx, wanted, caller);
  }

  /** What stands in one deployment with the caller. An unchanged file may belong to several: the newest one counts. */
  private besides(
    tx: Transaction,
    wanted: Pick<DefinitionRow, 'kind' | 'definitionId' | 'test'>,
    caller: string,
  ): Promise<DefinitionRow | null> {
    return tx
      .createQueryBuilder(DefinitionRow, 'definition')
      .where(wanted)
      .innerJoin('deployment_definition', 'mine', 'mine.definition_id = definition.id')
      .innerJoin('deployment_definition', 'theirs', 'theirs.deployment_id = mine.deployment_id')
      .andWhere('theirs.definition_id = :caller', { caller })
      .orderBy('mine.deployment_id', 'DESC')
      .addOrderBy('definition.version', 'DESC')
      .getOne();
  }

  /** The file that a decision came in, compiled. */
  decisionModel({ id, content }: DefinitionRow): Promise<DecisionModel> {
    return this.decisions.get(id, async () => (await readDecisions(content)).decisions);
  }

  /** The answer of a decision, or why there is none, with the definition that was asked. */
  async decide(tx: Transaction, question: DecisionQuestion): Promise<Decided> {
    const { decisionId, binding, variables, caller, now } = question;
    const row = await this.resolve(tx, 'decision', decisionId, binding, caller);
    if (!row) {
      const failure = `Expected a deployed decision "${decisionId}" (${binding.type}), but there is none.`;
      return { result: { failure } };
    }
    const model = await this.decisionModel(row);
    return { decision: row, result: evaluateDecision(model, decisionId, variables, now.getTime()) };
  }
}

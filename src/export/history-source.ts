/** Reads history for export: any number of rows, in little memory, as it was at one moment. */
import type { DataSource, QueryRunner } from 'typeorm';
import { EVENT_KINDS } from './event-kinds.js';

/** Which part of the history. */
export interface Selection {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  /** Key of a procedure, or id of a process. */
  readonly procedure?: string;
}

/** An entry with what is known about its case. */
export interface ExportedEntry {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  /** The dossier, or the process instance that nobody called. */
  readonly caseId: string;
  readonly reference: string | null;
  readonly procedure: string;
  readonly department: string | null;
  readonly channel: string | null;
  readonly dossierId: string | null;
  readonly processInstanceId: string | null;
  readonly element: string | null;
  readonly elementName: string | null;
  readonly elementType: string | null;
  readonly elementInstance: string | null;
  readonly task: string | null;
  readonly status: string | null;
  readonly accountId: string | null;
  readonly actorKind: string;
  readonly actorName: string | null;
}

const BATCH = 1_000;

const KINDS = Object.keys(EVENT_KINDS)
  .map((kind) => `'${kind}'`)
  .join(', ');

/** Of the dossier that the entry names, or of the one that its process moves. */
const PROCEDURE = 'coalesce(d.procedure_key, m.procedure_key, p.process_id)';

/** `$1` from, `$2` to, `$3` procedure or null. Of `data` only what nobody wrote by hand. */
const ENTRIES = `SELECT e.id, e.kind, e.at, coalesce(d.id, m.id, p.root_id) AS "caseId",
    coalesce(d.reference, m.reference) AS reference, ${PROCEDURE} AS procedure, coalesce(d.department, m.department) AS department,
    coalesce(d.channel, m.channel) AS channel, coalesce(d.id, m.id) AS "dossierId",
    e.process_instance_id AS "processInstanceId", e.data->>'element' AS element, e.data->>'name' AS "elementName",
    e.data->>'elementType' AS "elementType", e.data->>'elementInstance' AS "elementInstance", e.data->>'task' AS task,
    e.data->>'status' AS status, e.actor->>'accountId' AS "accountId", e.actor->>'kind' AS "actorKind",
    e.actor->>'name' AS "actorName"
  FROM history_entry e LEFT JOIN process_instance p ON p.id = e.process_instance_id
  LEFT JOIN dossier d ON d.id = e.dossier_id
  LEFT JOIN dossier m ON m.process_instance_key = p.root_id
  WHERE e.at >= $1 AND e.at < $2 AND e.kind IN (${KINDS}) AND coalesce(e.data->>'elementType', '') <> 'Process'
    AND coalesce(d.id, p.root_id) IS NOT NULL AND NOT coalesce(d.test, m.test, false) AND ($3::text IS NULL OR ${PROCEDURE} = $3)`;

/** One snapshot of the database: everything that is read within it was true at the same moment. */
export class HistorySource {
  private cursors = 0;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly selection: Selection,
  ) {}

  static async within<Result>(
    database: DataSource,
    selection: Selection,
    work: (source: HistorySource) => Promise<Result>,
  ): Promise<Result> {
    const runner = database.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      const result = await work(new HistorySource(runner, selection));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Case by case, each in the order in which it happened. */
  entriesByCase(): AsyncGenerator<ExportedEntry> {
    return this.read(`${ENTRIES} ORDER BY "caseId", e.at, e.id`);
  }

  /** In the order in which it happened. */
  entries(): AsyncGenerator<ExportedEntry> {
    return this.read(`${ENTRIES} ORDER BY e.at, e.id`);
  }

  /** Each different combination of these columns once. */
  distinct<Column extends keyof ExportedEntry>(
    columns: readonly Column[],
  ): AsyncGenerator<Pick<ExportedEntry, Column>> {
    const list = columns.map((column) => `"${column}"`).join(', ');
    return this.read(
      `SELECT DISTINCT ${list} FROM (${ENTRIES}) AS entries WHERE "${columns[0]}" IS NOT NULL ORDER BY 1`,
    );
  }

  private async *read<Row>(statement: string): AsyncGenerator<Row> {
    const cursor = `export_${++this.cursors}`;
    const { from, to, procedure } = this.selection;
    await this.runner.query(`DECLARE ${cursor} CURSOR FOR ${statement}`, [from, to, procedure ?? null]);
    for (;;) {
      const rows = (await this.runner.query(`FETCH ${BATCH} FROM ${cursor}`)) as Row[];
      yield* rows;
      if (rows.length < BATCH) break;
    }
    await this.runner.query(`CLOSE ${cursor}`);
  }
}

import type { Database } from './case-tables.js';
import { asRows, type RetentionRules } from './retention-rules.js';

/** A dossier whose retention is over, or soon will be. */
export interface DueDossier {
  readonly id: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly closedAt: Date;
  readonly rule: string;
  readonly until: Date;
  /** Why it may not be erased. */
  readonly held: string | null;
  /** Its process goes on, for whatever reason: it is not erased before that ends. */
  readonly running: boolean;
  /** What would go: rows by table. */
  readonly contents: Readonly<Record<string, number>>;
}

/** What is asked about somebody else is kept for longer where the procedure says so: as long as the right to ask may be disputed. */
const RULE = `(SELECT rule FROM (VALUES (r.dossier), (CASE WHEN EXISTS (
      SELECT FROM attachment a WHERE a.dossier_id = d.id AND a.field_key = ANY(r.proofs)) THEN r."thirdPartyProofs" END)) AS all_of(rule)
    WHERE rule IS NOT NULL ORDER BY d.closed_at + rule::interval DESC LIMIT 1)`;

/** A year after the 29th of February, midnight in the town: as a calendar on the wall says. */
const UNTIL = `((d.closed_at AT TIME ZONE 'Europe/Brussels') + kept.rule::interval) AT TIME ZONE 'Europe/Brussels'`;

const DUE = `SELECT d.id, d.reference, d.procedure_key AS "procedureKey", d.closed_at AS "closedAt", kept.rule, ${UNTIL} AS until,
    h.reason AS held,
    EXISTS (SELECT FROM process_instance i WHERE i.root_id = d.process_instance_key AND i.ended_at IS NULL) AS running,
    json_build_object(
      'attachment', (SELECT count(*) FROM attachment WHERE dossier_id = d.id),
      'document', (SELECT count(*) FROM document WHERE dossier_id = d.id),
      'mail_message', (SELECT count(*) FROM mail_message WHERE dossier_id = d.id),
      'process_instance', (SELECT count(*) FROM process_instance WHERE root_id = d.process_instance_key),
      'history_entry', (SELECT count(*) FROM history_entry WHERE dossier_id = d.id)
        + (SELECT count(*) FROM process_instance i JOIN history_entry e ON e.process_instance_id = i.id
           WHERE i.root_id = d.process_instance_key AND e.dossier_id IS DISTINCT FROM d.id)) AS contents
  FROM dossier d JOIN jsonb_to_recordset($1::jsonb) AS r(key text, dossier text, "thirdPartyProofs" text, proofs text[])
      ON r.key = d.procedure_key
    CROSS JOIN LATERAL ${RULE} AS kept
  LEFT JOIN legal_hold h ON h.dossier_id = d.id
  WHERE d.closed_at IS NOT NULL AND ${UNTIL} <= $2`;

/** The oldest first, after `from` (for batches); `id` is for one dossier alone. */
export function dueDossiers(
  database: Database,
  rules: RetentionRules,
  now: Date,
  { limit = 100, after, id }: { limit?: number; after?: DueDossier; id?: string } = {},
): Promise<DueDossier[]> {
  return database.query<DueDossier>(
    `${DUE} AND ($3::timestamptz IS NULL OR (d.closed_at, d.id) > ($3, $4)) AND ($5::bigint IS NULL OR d.id = $5)
     ORDER BY d.closed_at, d.id LIMIT $6`,
    [asRows(rules), now, after?.closedAt ?? null, after?.id ?? null, id ?? null, limit],
  );
}

/** Closed dossiers of procedures that the town does not offer any more: nobody says how long to keep them. */
export function dossiersWithoutRule(
  database: Database,
  rules: RetentionRules,
): Promise<{ readonly procedureKey: string; readonly dossiers: number }[]> {
  return database.query(
    `SELECT procedure_key AS "procedureKey", count(*)::int AS dossiers FROM dossier
     WHERE closed_at IS NOT NULL AND procedure_key <> ALL($1) GROUP BY 1 ORDER BY 1`,
    [[...rules.keys()]],
  );
}

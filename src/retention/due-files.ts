import type { Database } from './case-tables.js';
import { asRows, type RetentionRules } from './retention-rules.js';

/** A document whose file has been kept for as long as its procedure says. */
export interface DueFile {
  readonly id: string;
  readonly number: string;
  readonly procedureKey: string;
  readonly issuedAt: Date;
  readonly rule: string;
  readonly until: Date;
  /** Of its file, in bytes. */
  readonly size: number;
  /** Why it may not be erased. */
  readonly held: string | null;
}

const UNTIL = `((f.issued_at AT TIME ZONE 'Europe/Brussels') + r.rule::interval) AT TIME ZONE 'Europe/Brussels'`;

/** As long as a dossier is open, its process may need the file. */
const DUE = `SELECT f.id, f.number, d.procedure_key AS "procedureKey", f.issued_at AS "issuedAt", r.rule, ${UNTIL} AS until,
    f.size, h.reason AS held
  FROM document f JOIN dossier d ON d.id = f.dossier_id
    JOIN (SELECT key, documents AS rule FROM jsonb_to_recordset($1::jsonb) AS x(key text, documents text)) r
      ON r.key = d.procedure_key AND r.rule IS NOT NULL
    LEFT JOIN legal_hold h ON h.dossier_id = d.id
  WHERE f.file_erased_at IS NULL AND d.closed_at <= $2 AND ${UNTIL} <= $2`;

/** The oldest first, after `after`. */
export function dueFiles(database: Database, rules: RetentionRules, now: Date, after?: DueFile): Promise<DueFile[]> {
  return database.query<DueFile>(
    `${DUE} AND ($3::timestamptz IS NULL OR (f.issued_at, f.id) > ($3, $4)) ORDER BY f.issued_at, f.id LIMIT 100`,
    [asRows(rules), now, after?.issuedAt ?? null, after?.id ?? null],
  );
}

/** Every file that is due, the oldest first; any number. */
export async function* allDueFiles(database: Database, rules: RetentionRules, now: Date): AsyncGenerator<DueFile> {
  for (let after: DueFile | undefined; ;) {
    const some = await dueFiles(database, rules, now, after);
    yield* some;
    after = some.at(-1);
    if (!after) return;
  }
}

/**
 * Erases the file of a document, in a transaction of the caller: its number, its hash and its verification stay, and its
 * dossier's history says so. False when the dossier was held meanwhile or somebody else did it.
 */
export async function eraseFile(tx: Database, { id, rule }: DueFile, now: Date): Promise<boolean> {
  const [dossier] = await tx.query<{ id: string }>(
    `SELECT d.id FROM dossier d JOIN document f ON f.dossier_id = d.id WHERE f.id = $1
       AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.dossier_id = d.id) FOR UPDATE OF d SKIP LOCKED`,
    [id],
  );
  if (!dossier) return false;
  const [erased] = await tx.query<{ number: string }>(
    `WITH erased AS (
       UPDATE document SET content = '', words = NULL, file_erased_at = $2 WHERE id = $1 AND file_erased_at IS NULL
         AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.dossier_id = document.dossier_id)
       RETURNING number, sha256, title)
     INSERT INTO history_entry (dossier_id, kind, actor, at, data)
     SELECT $3, 'document.file-erased', '{"kind":"system"}', $2,
       jsonb_build_object('documentId', $1::text, 'number', number, 'title', title, 'sha256', sha256, 'rule', $4::text)
     FROM erased RETURNING data->>'number' AS number`,
    [id, now, dossier.id, rule],
  );
  return erased !== undefined;
}

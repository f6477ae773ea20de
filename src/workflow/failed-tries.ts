import type { Transaction } from '../database/transaction.js';

/** A try of a job that failed, while others are left. */
export interface FailedTry {
  readonly key: string;
  readonly retries: number;
  readonly failure: string;
  /** When it is offered again. */
  readonly dueAt: Date;
}

const WRITE = `
  WITH asked AS (
    SELECT * FROM jsonb_to_recordset($2) AS x(key bigint, retries int, failure text, "dueAt" timestamptz)),
  free AS MATERIALIZED (
    SELECT id FROM job WHERE id = ANY($1::bigint[]) AND retries > 0 FOR UPDATE SKIP LOCKED),
  failed AS (
    UPDATE job j SET retries = asked.retries, attempts = attempts + 1, failure = asked.failure, due_at = asked."dueAt",
      locked_until = NULL
    FROM asked WHERE j.id = ANY($1::bigint[]) AND j.id = asked.key AND j.id IN (SELECT id FROM free) RETURNING j.id, j.due_at),
  told AS (
    INSERT INTO outbox_entry (topic, payload, due_at, created_at)
    SELECT 'job.created', jsonb_build_object('jobKey', id::text), due_at, $3 FROM failed)
  SELECT id FROM failed`;

/**
 * Writes the tries of several jobs, each at most once, and has the jobs offered again; the keys of those that were there.
 * The engine has no part in it, so no instance is locked. Waits for nobody: a job that somebody else holds is left out.
 */
export async function writeFailedTries(tx: Transaction, tries: readonly FailedTry[], now: Date): Promise<Set<string>> {
  const keys = tries.map(({ key }) => key);
  const rows = await tx.query<{ id: string }[]>(WRITE, [keys, JSON.stringify(tries), now]);
  return new Set(rows.map(({ id }) => id));
}

import type { Transaction } from '../database/transaction.js';

/** What an instance is about, of which only one of its process may run. */
export interface BusinessName {
  readonly processId: string;
  readonly businessId: string;
}

export function keyOf({ processId, businessId }: BusinessName): string {
  return JSON.stringify(['business', processId, businessId]);
}

/**
 * The instances that have these names already, by key. Whoever starts one of the same name elsewhere waits for this
 * transaction to end; all take their locks in one order, so that no two wait for each other.
 */
export async function holdBusinessIds(tx: Transaction, names: readonly BusinessName[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  await tx.query(
    `SELECT pg_advisory_xact_lock(lock) FROM (
       SELECT DISTINCT hashtextextended(name, 0) AS lock FROM unnest($1::text[]) AS name ORDER BY lock) AS ordered`,
    [names.map(keyOf)],
  );
  // a statement of its own: it sees what those have committed for whom we have waited
  const rows = await tx.query<(BusinessName & { id: string })[]>(
    `SELECT p.id, p.process_id AS "processId", p.business_id AS "businessId" FROM process_instance p
     WHERE p.business_id = ANY($1::text[]) AND p.process_id = ANY($2::text[]) AND p.ended_at IS NULL AND p.parent_id IS NULL`,
    [names.map(({ businessId }) => businessId), names.map(({ processId }) => processId)],
  );
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

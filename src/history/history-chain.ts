/**
 * The history of a case as a chain: each link's hash covers the entry and the link before it, under a key that the
 * database does not know. Links are made soon after the entries and not with them, so that a step waits for nobody; the
 * order of the links is the order of the chain, whatever order transactions ended in.
 */
import { createHmac } from 'node:crypto';

/** A connection or a transaction. */
export interface Database {
  query<Row>(statement: string, values?: unknown[]): Promise<Row[]>;
}

/** What does not fit: the case, the entry, and in which way. */
export interface Break {
  readonly caseId: string;
  readonly entryId: string;
  readonly reason: 'changed' | 'removed' | 'unlinked';
}

const BATCH = 2_000;
/** Entries are linked within seconds, and a transaction ends within an hour: what is older has its link. */
const MARGIN = `interval '1 hour'`;

const ENTRY = `coalesce(e.process_instance_id, e.dossier_id) AS "caseId", e.id AS "entryId", jsonb_build_array(e.id, e.dossier_id,
  e.process_instance_id, e.kind, e.actor, extract(epoch FROM e.at), e.data, e.public)::text AS content`;

interface Entry {
  readonly caseId: string;
  readonly entryId: string;
  readonly content: string;
}

/** Links what has no link yet; in a transaction of the caller. Answers how many. */
export async function linkHistory(tx: Database, key: string, now: Date): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('history-chain'))`);
  const entries = await tx.query<Entry>(
    `SELECT ${ENTRY} FROM history_entry e
     WHERE e.id > coalesce((SELECT max(entry_id) FROM history_link WHERE linked_at < $1::timestamptz - ${MARGIN}), 0)
       AND NOT EXISTS (SELECT FROM history_link l WHERE l.entry_id = e.id)
     ORDER BY e.id LIMIT ${BATCH}`,
    [now],
  );
  const ends = await lastLinks(tx, [...new Set(entries.map(({ caseId }) => caseId))]);
  const links = entries.map(({ caseId, entryId, content }) => {
    const { position, hash } = ends.get(caseId) ?? { position: 0, hash: '' };
    const link = { caseId, entryId, position: position + 1, hash: hashOf(key, hash, content) };
    ends.set(caseId, link);
    return link;
  });
  await tx.query(
    `INSERT INTO history_link (case_id, position, entry_id, hash, linked_at)
     SELECT "caseId", position, "entryId", decode(hash, 'hex'), $2
     FROM jsonb_to_recordset($1::jsonb) AS x("caseId" bigint, position int, "entryId" bigint, hash text)`,
    [JSON.stringify(links), now],
  );
  return links.length;
}

/** Follows every chain; what does not fit is named once, at its first link. */
export async function* verifyHistory(database: Database, key: string): AsyncGenerator<Break> {
  yield* await unlinked(database);
  let after = { caseId: '0', position: 0 };
  let expected = '';
  let broken: string | undefined;
  for (;;) {
    const links = await database.query<{
      caseId: string;
      position: number;
      entryId: string;
      hash: string;
      content: string | null;
    }>(
      `SELECT l.case_id AS "caseId", l.position, l.entry_id AS "entryId", encode(l.hash, 'hex') AS hash, e.content
       FROM history_link l LEFT JOIN LATERAL (SELECT ${ENTRY} FROM history_entry e WHERE e.id = l.entry_id) e ON true
       WHERE (l.case_id, l.position) > ($1, $2) ORDER BY l.case_id, l.position LIMIT ${BATCH}`,
      [after.caseId, after.position],
    );
    for (const { caseId, position, entryId, hash, content } of links) {
      const isNext = caseId === after.caseId && position === after.position + 1;
      const fits =
        content !== null && (isNext || position === 1) && hash === hashOf(key, isNext ? expected : '', content);
      if (!fits && broken !== caseId) {
        broken = caseId;
        yield { caseId, entryId, reason: content === null ? 'removed' : 'changed' };
      }
      expected = hash;
      after = { caseId, position };
    }
    if (links.length < BATCH) return;
  }
}

function hashOf(key: string, before: string, content: string): string {
  return createHmac('sha256', `history ${key}`).update(before).update(content).digest('hex');
}

async function lastLinks(tx: Database, cases: string[]): Promise<Map<string, { position: number; hash: string }>> {
  const rows = await tx.query<{ caseId: string; position: number; hash: string }>(
    `SELECT DISTINCT ON (case_id) case_id AS "caseId", position, encode(hash, 'hex') AS hash
     FROM history_link WHERE case_id = ANY($1) ORDER BY case_id, position DESC`,
    [cases],
  );
  return new Map(rows.map(({ caseId, ...end }) => [caseId, end]));
}

/** Put in behind the back of the program, with a number from before. */
function unlinked(database: Database): Promise<Break[]> {
  return database.query<Break>(
    `SELECT coalesce(e.process_instance_id, e.dossier_id) AS "caseId", e.id AS "entryId", 'unlinked' AS reason FROM history_entry e
     WHERE e.id < (SELECT max(entry_id) FROM history_link WHERE linked_at < (SELECT max(linked_at) FROM history_link) - ${MARGIN})
       AND NOT EXISTS (SELECT FROM history_link l WHERE l.entry_id = e.id)`,
  );
}

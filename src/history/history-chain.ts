/**
 * The history of a case as a chain: each link's hash covers the entry and the link before it, under a key that the
 * database does not know. Links are made soon after the entries and not with them, so that a step waits for nobody; the
 * order of the links is the order of the chain, whatever order transactions ended in.
 *
 * Beside the chains: a head per case says how long its chain is, and every round of linking covers the round before it, so
 * that the newest links of a case cannot go together with their entries, nor an older head be put back.
 */
import { type ChainEnd, type Database, hashOfLink, linksOfRounds, RoundHash, sealOfHead } from './chain-hash.js';

const BATCH = 2_000;
/** A number may be drawn a moment before its transaction is known to be one. */
const SLACK = 10_000;

/** Up to here every entry has its link. No clock is asked, because clocks jump. */
export const LINKED_UP_TO = `(SELECT coalesce(max(linked_up_to), 0) - ${SLACK} FROM history_round)`;

/** Rounds after which no older entry can have come: the transactions that were open at their time are over. */
const SETTLED = `SELECT max(last_entry) AS settled FROM history_round WHERE horizon <= pg_snapshot_xmin(pg_current_snapshot())`;

/** What of an entry `e` its link covers. */
export const ENTRY = `coalesce(e.process_instance_id, e.dossier_id) AS "caseId", e.id AS "entryId", jsonb_build_array(e.id, e.dossier_id,
  e.process_instance_id, e.kind, e.actor, extract(epoch FROM e.at), e.data, e.public)::text AS content`;

interface Entry {
  readonly caseId: string;
  readonly entryId: string;
  readonly content: string;
  readonly at: string;
}

interface NewLink {
  readonly caseId: string;
  readonly entryId: string;
  readonly at: string;
  readonly position: number;
  readonly hash: string;
}

/** Links what has no link yet; in a transaction of the caller. Answers how many. */
export async function linkHistory(tx: Database, key: string, now: Date): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('history-chain'))`);
  // asked before the entries are: what commits in between is not settled
  const [{ settled } = { settled: null }] = await tx.query<{ settled: string | null }>(SETTLED);
  const entries = await tx.query<Entry>(
    `SELECT ${ENTRY}, e.at::text AS at FROM history_entry e
     WHERE e.id > ${LINKED_UP_TO} AND NOT EXISTS (SELECT FROM history_link l WHERE l.entry_id = e.id)
     ORDER BY e.id LIMIT ${BATCH}`,
  );
  if (entries.length === 0) return 0;
  const round = (await lastRound(tx)) ?? (await sealEarlierLinks(tx, key, now));
  const ends = await headsOf(tx, [...new Set(entries.map(({ caseId }) => caseId))]);
  const links = entries.map(({ caseId, entryId, at, content }): NewLink => {
    const { length, hash: before } = ends.get(caseId) ?? { length: 0, hash: '' };
    const hash = hashOfLink(key, before, content);
    ends.set(caseId, { length: length + 1, hash });
    return { caseId, entryId, at, position: length + 1, hash };
  });
  await saveLinks(tx, links, round.number + 1, now);
  await saveHeads(tx, key, ends);
  const last = links.at(-1)!.entryId;
  const linkedUpTo = entries.length === BATCH && BigInt(settled ?? 0) > BigInt(last) ? last : (settled ?? '0');
  const next = { number: round.number + 1, hash: hashOfRound(key, round, links) };
  await saveRound(tx, { ...next, links: links.length, lastEntry: last, linkedUpTo, linkedAt: now });
  return links.length;
}

interface Round {
  readonly number: number;
  readonly hash: string;
}

async function lastRound(tx: Database): Promise<Round | undefined> {
  const [round] = await tx.query<Round>(
    `SELECT number, encode(hash, 'hex') AS hash FROM history_round ORDER BY number DESC LIMIT 1`,
  );
  return round;
}

/** Links from before there were rounds and heads: once per database. */
async function sealEarlierLinks(tx: Database, key: string, now: Date): Promise<Round> {
  const sealed = new RoundHash(key, 0, '');
  let count = 0;
  let last = '0';
  for await (const link of linksOfRounds(tx, 0, 0)) {
    sealed.add(link);
    count++;
    last = link.entryId;
  }
  for (let after = '0'; count > 0;) {
    const rows = await tx.query<{ caseId: string } & ChainEnd>(
      `SELECT DISTINCT ON (case_id) case_id AS "caseId", position AS length, encode(hash, 'hex') AS hash
       FROM history_link WHERE case_id > $1 ORDER BY case_id, position DESC LIMIT ${BATCH}`,
      [after],
    );
    await saveHeads(tx, key, new Map(rows.map(({ caseId, ...end }) => [caseId, end])));
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.caseId;
  }
  const round = { number: 0, hash: sealed.digest() };
  await saveRound(tx, { ...round, links: count, lastEntry: last, linkedUpTo: '0', linkedAt: now });
  return round;
}

async function saveLinks(tx: Database, links: readonly NewLink[], round: number, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO history_link (case_id, position, entry_id, entry_at, hash, linked_at, round)
     SELECT "caseId", position, "entryId", at, decode(hash, 'hex'), $2, $3
     FROM jsonb_to_recordset($1::jsonb) AS x("caseId" bigint, position int, "entryId" bigint, at timestamptz, hash text)`,
    [JSON.stringify(links), now, round],
  );
}

async function saveHeads(tx: Database, key: string, ends: ReadonlyMap<string, ChainEnd>): Promise<void> {
  const heads = [...ends].map(([caseId, end]) => ({ caseId, ...end, seal: sealOfHead(key, caseId, end) }));
  await tx.query(
    `INSERT INTO history_head (case_id, length, hash, seal)
     SELECT "caseId", length, decode(hash, 'hex'), decode(seal, 'hex')
     FROM jsonb_to_recordset($1::jsonb) AS x("caseId" bigint, length int, hash text, seal text)
     ON CONFLICT (case_id) DO UPDATE SET length = excluded.length, hash = excluded.hash, seal = excluded.seal`,
    [JSON.stringify(heads)],
  );
}

function hashOfRound(key: string, before: Round, links: readonly NewLink[]): string {
  const sealed = new RoundHash(key, before.number + 1, before.hash);
  for (const link of links) sealed.add(link); // entries come in the order of their numbers
  return sealed.digest();
}

interface NewRound extends Round {
  readonly links: number;
  readonly lastEntry: string;
  readonly linkedUpTo: string;
  readonly linkedAt: Date;
}

async function saveRound(tx: Database, round: NewRound): Promise<void> {
  await tx.query(
    `INSERT INTO history_round (number, links, hash, linked_at, last_entry, linked_up_to, horizon)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6, pg_snapshot_xmax(pg_current_snapshot()))`,
    [round.number, round.links, round.hash, round.linkedAt, round.lastEntry, round.linkedUpTo],
  );
}

/** By case; a case without a link has none. */
export async function headsOf(tx: Database, cases: readonly string[]): Promise<Map<string, ChainEnd>> {
  const rows = await tx.query<{ caseId: string } & ChainEnd>(
    `SELECT case_id AS "caseId", length, encode(hash, 'hex') AS hash FROM history_head WHERE case_id = ANY($1)`,
    [cases],
  );
  return new Map(rows.map(({ caseId, ...end }) => [caseId, end]));
}

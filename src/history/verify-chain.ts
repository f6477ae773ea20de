/** Follows every chain, every head and every round of the history, and names what does not fit. */
import {
  type ChainEnd,
  type Database,
  hashOfLink,
  linksOfRounds,
  RoundHash,
  type SealedLink,
  sealOfErasure,
  sealOfHead,
} from './chain-hash.js';
import { ENTRY, LINKED_UP_TO } from './history-chain.js';

/** What does not fit in a case: at which entry, and in which way. `cut`: the newest part of its chain is gone. */
export interface BrokenCase {
  readonly caseId: string;
  readonly entryId: string | null;
  readonly reason: 'changed' | 'removed' | 'unlinked' | 'cut';
}

/** A round whose links are not those that it was sealed with: some are gone, or the rounds after it are of another past. */
export interface BrokenRound {
  readonly round: number;
  readonly linkedAt: Date;
  /** How many links it was sealed with, and how many there are. */
  readonly links: number;
  readonly found: number;
}

export type Break = BrokenCase | BrokenRound;

const BATCH = 2_000;

interface Link extends ChainEnd {
  readonly caseId: string;
  readonly entryId: string;
  readonly content: string | null;
  readonly head: { readonly length: number; readonly hash: string; readonly seal: string } | null;
  readonly erasures: readonly { readonly through: number; readonly at: string; readonly seal: string; hash: string }[];
}

const LINKS = `SELECT l.case_id AS "caseId", l.position AS length, l.entry_id AS "entryId", encode(l.hash, 'hex') AS hash,
    e.content, CASE WHEN h.case_id IS NOT NULL THEN json_build_object('length', h.length, 'hash', encode(h.hash, 'hex'),
      'seal', encode(h.seal, 'hex')) END AS head,
    CASE WHEN e.content IS NULL THEN (SELECT coalesce(json_agg(json_build_object('through', through, 'at', erased_at,
      'seal', encode(seal, 'hex'), 'hash', encode(last.hash, 'hex'))), '[]')
      FROM history_erasure JOIN history_link last ON last.case_id = l.case_id AND last.position = through
      WHERE history_erasure.case_id = l.case_id AND through >= l.position) ELSE '[]' END AS erasures
  FROM history_link l LEFT JOIN history_head h ON h.case_id = l.case_id
  LEFT JOIN LATERAL (SELECT ${ENTRY} FROM history_entry e WHERE e.id = l.entry_id AND e.at = l.entry_at) e ON true
  WHERE (l.case_id, l.position) > ($1, $2) ORDER BY l.case_id, l.position LIMIT ${BATCH}`;

/** What does not fit; of each case only what comes first. */
export async function* verifyHistory(database: Database, key: string): AsyncGenerator<Break> {
  yield* await unlinked(database);
  yield* verifyChains(database, key);
  yield* await headsWithoutLinks(database);
  yield* verifyRounds(database, key);
}

async function* verifyChains(database: Database, key: string): AsyncGenerator<BrokenCase> {
  let before: Link | undefined;
  let broken: string | undefined;
  const cut = (link: Link | undefined): BrokenCase[] =>
    link && broken !== link.caseId && !endsAtHead(key, link)
      ? [{ caseId: link.caseId, entryId: link.entryId, reason: 'cut' }]
      : [];
  for (;;) {
    const links = await database.query<Link>(LINKS, [before?.caseId ?? '0', before?.length ?? 0]);
    for (const link of links) {
      const { caseId, entryId, length, content } = link;
      const isNext = before?.caseId === caseId && length === before.length + 1;
      if (before?.caseId !== caseId) yield* cut(before);
      const fits =
        (isNext || (length === 1 && before?.caseId !== caseId)) &&
        (content === null ? wasErased(key, link) : link.hash === hashOfLink(key, isNext ? before!.hash : '', content));
      if (!fits && broken !== caseId) {
        broken = caseId;
        yield {
          caseId,
          entryId,
          reason: content === null && !(await isThere(database, entryId)) ? 'removed' : 'changed',
        };
      }
      before = link;
    }
    if (links.length < BATCH) break;
  }
  yield* cut(before);
}

function endsAtHead(key: string, { caseId, length, hash, head }: Link): boolean {
  return head !== null && head.length === length && head.hash === hash && head.seal === sealOfHead(key, caseId, head);
}

/** By the program, which wrote it down. */
function wasErased(key: string, { caseId, erasures }: Link): boolean {
  return erasures.some(
    ({ through, hash, at, seal }) => seal === sealOfErasure(key, caseId, { length: through, hash }, new Date(at)),
  );
}

/** At another time than it was linked with. */
async function isThere(database: Database, entryId: string): Promise<boolean> {
  return (await database.query('SELECT FROM history_entry WHERE id = $1', [entryId])).length > 0;
}

type SealedLinkOfRound = SealedLink & { readonly round: number };

interface Round {
  readonly number: number;
  readonly links: string;
  readonly hash: string;
  readonly linkedAt: Date;
}

async function* verifyRounds(database: Database, key: string): AsyncGenerator<BrokenRound> {
  let before = { number: -1, hash: '' };
  for (;;) {
    const rounds = await database.query<Round>(
      `SELECT number, links, encode(hash, 'hex') AS hash, linked_at AS "linkedAt" FROM history_round
       WHERE number > $1 ORDER BY number LIMIT ${BATCH}`,
      [before.number],
    );
    if (rounds.length === 0) return;
    const links = linksOfRounds(database, rounds[0]!.number, rounds.at(-1)!.number);
    let link = (await links.next()).value as SealedLinkOfRound | undefined;
    for (const round of rounds) {
      const sealed = new RoundHash(key, round.number, before.hash);
      let found = 0;
      // a link of a round that nobody sealed belongs to the next one, which it breaks
      for (; link && link.round <= round.number; link = (await links.next()).value as SealedLinkOfRound | undefined) {
        sealed.add(link);
        found++;
      }
      if (round.number !== before.number + 1 || sealed.digest() !== round.hash)
        yield { round: round.number, linkedAt: round.linkedAt, links: Number(round.links), found };
      before = round;
    }
  }
}

/** Put in behind the back of the program, with a number from before. */
function unlinked(database: Database): Promise<BrokenCase[]> {
  return database.query<BrokenCase>(
    `SELECT coalesce(e.process_instance_id, e.dossier_id) AS "caseId", e.id AS "entryId", 'unlinked' AS reason FROM history_entry e
     WHERE e.id <= ${LINKED_UP_TO}
       AND NOT EXISTS (SELECT FROM history_link l WHERE l.entry_id = e.id)`,
  );
}

function headsWithoutLinks(database: Database): Promise<BrokenCase[]> {
  return database.query<BrokenCase>(
    `SELECT case_id AS "caseId", NULL AS "entryId", 'cut' AS reason FROM history_head h
     WHERE NOT EXISTS (SELECT FROM history_link l WHERE l.case_id = h.case_id) ORDER BY case_id`,
  );
}

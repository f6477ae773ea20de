/** The hashes and seals of the chain: everything is under a key that the database does not know. */
import { createHmac, type Hmac } from 'node:crypto';

/** A connection or a transaction. */
export interface Database {
  query<Row>(statement: string, values?: unknown[]): Promise<Row[]>;
}

/** How far a chain goes. Hashes are hexadecimal. */
export interface ChainEnd {
  readonly length: number;
  readonly hash: string;
}

/** A link as the round that made it covers it. */
export interface SealedLink {
  readonly caseId: string;
  readonly position: number;
  readonly entryId: string;
  readonly hash: string;
}

/** Of an entry and the link before it. */
export function hashOfLink(key: string, before: string, content: string): string {
  return createHmac('sha256', `history ${key}`).update(before).update(content).digest('hex');
}

/** That the chain of a case is so long, and ends so. */
export function sealOfHead(key: string, caseId: string, { length, hash }: ChainEnd): string {
  return createHmac('sha256', `history ${key}`).update(`head ${caseId} ${length} ${hash}`).digest('hex');
}

/** That the entries up to a link were erased by the program. */
export function sealOfErasure(key: string, caseId: string, erased: ChainEnd, at: Date): string {
  const told = `erasure ${caseId} ${erased.length} ${erased.hash} ${at.toISOString()}`;
  return createHmac('sha256', `history ${key}`).update(told).digest('hex');
}

/** Over the links of a round, in the order of their entries, and the round before it. */
export class RoundHash {
  private readonly hmac: Hmac;

  constructor(key: string, number: number, before: string) {
    this.hmac = createHmac('sha256', `history ${key}`).update(`round ${number} ${before}`);
  }

  add({ caseId, position, entryId, hash }: SealedLink): void {
    this.hmac.update(` ${caseId}/${position}/${entryId}/${hash}`);
  }

  digest(): string {
    return this.hmac.digest('hex');
  }
}

/** The links of these rounds, in the order in which their hashes take them; any number. */
export async function* linksOfRounds(
  database: Database,
  first: number,
  last: number,
): AsyncGenerator<SealedLink & { readonly round: number }> {
  const batch = 5_000;
  for (let after = { round: first, entryId: '0' }; ;) {
    const links = await database.query<SealedLink & { readonly round: number }>(
      `SELECT case_id AS "caseId", position, entry_id AS "entryId", encode(hash, 'hex') AS hash, round FROM history_link
       WHERE (round, entry_id) > ($1, $2) AND round <= $3 ORDER BY round, entry_id LIMIT ${batch}`,
      [after.round, after.entryId, last],
    );
    yield* links;
    if (links.length < batch) return;
    after = links.at(-1)!;
  }
}

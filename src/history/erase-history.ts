import { type ChainEnd, type Database, sealOfErasure } from './chain-hash.js';
import { headsOf, linkHistory } from './history-chain.js';

/**
 * Erases what the history holds of these cases (dossiers and process instances), in a transaction of the caller. The links
 * stay, and a seal says that the program did it: the chain can still be followed. Answers how many entries went.
 */
export async function eraseHistory(tx: Database, key: string, cases: readonly string[], now: Date): Promise<number> {
  while ((await linkHistory(tx, key, now)) > 0); // what has no link would leave no trace
  const heads = await headsOf(tx, cases);
  const { length: erased } = await tx.query(
    `WITH gone AS (
       DELETE FROM history_entry e USING history_link l
       WHERE l.case_id = ANY($1) AND e.id = l.entry_id AND e.at = l.entry_at RETURNING e.id)
     SELECT id FROM gone`,
    [cases],
  );
  await tx.query(
    `INSERT INTO history_erasure (case_id, through, erased_at, seal)
     SELECT "caseId", through, $2, decode(seal, 'hex')
     FROM jsonb_to_recordset($1::jsonb) AS x("caseId" bigint, through int, seal text)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify([...heads].map(([caseId, end]) => erasure(key, caseId, end, now))), now],
  );
  return erased;
}

function erasure(key: string, caseId: string, end: ChainEnd, now: Date) {
  return { caseId, through: end.length, seal: sealOfErasure(key, caseId, end, now) };
}

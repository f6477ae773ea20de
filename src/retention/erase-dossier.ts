import { eraseHistory } from '../history/erase-history.js';
import { type Database, deleteDossier, deleteInstances } from './case-tables.js';
import { dueDossiers } from './due-dossiers.js';
import type { RetentionRules } from './retention-rules.js';

interface Trace {
  readonly reference: string;
  readonly process: string | null;
}

/**
 * Erases a dossier whose retention is over, with everything about it, in a transaction of the caller: answers, attachments,
 * documents, e-mails, messages, and its process with variables, tasks and jobs. What stays is its number, what it was
 * about, when it came and how it ended (`erased_dossier`), the hashes of its history, and the fact that it was erased.
 *
 * False when it is not due, is held, or its process still goes on.
 */
export async function eraseDossier(
  tx: Database,
  { id, rules, key, now }: { id: string; rules: RetentionRules; key: string; now: Date },
): Promise<boolean> {
  const [locked] = await tx.query<Trace>(
    'SELECT reference, process_instance_key AS process FROM dossier WHERE id = $1 FOR UPDATE SKIP LOCKED',
    [id],
  );
  if (!locked) return false;
  const [due] = await dueDossiers(tx, rules, now, { id });
  if (!due || due.held !== null || due.running) return false;
  const instances = await tx.query<{ id: string }>('SELECT id FROM process_instance WHERE root_id = $1', [
    locked.process,
  ]);
  const ids = instances.map((one) => one.id);
  const entries = await eraseHistory(tx, key, [id, ...ids], now);
  const contents = { history_entry: entries, ...(await deleteInstances(tx, ids)) };
  await tx.query(
    `INSERT INTO erased_dossier (id, reference, procedure_key, department, channel, outcome, submitted_at, closed_at, rule,
       erased_at)
     SELECT id, reference, procedure_key, department, channel, public_status, submitted_at, closed_at, $2, $3
     FROM dossier WHERE id = $1`,
    [id, due.rule, now],
  );
  const all = { ...contents, ...(await deleteDossier(tx, id)) };
  await tx.query(
    `INSERT INTO history_entry (dossier_id, kind, actor, at, data) VALUES ($1, 'dossier.erased', '{"kind":"system"}', $2, $3)`,
    [id, now, { reference: due.reference, rule: due.rule, contents: all }],
  );
  return true;
}

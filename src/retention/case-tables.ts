/** A connection or a transaction. */
export interface Database {
  query<Row>(statement: string, values?: unknown[]): Promise<Row[]>;
}

/**
 * What goes with process instances, in this order: `$1` are their numbers. A test compares the tables with those that the
 * database has, so that a new one is not forgotten.
 */
const OF_INSTANCES: Readonly<Record<string, string>> = {
  message: `id IN (SELECT message_id FROM message_correlation WHERE process_instance_id = ANY($1))`,
  outbox_entry: `payload->>'processInstanceKey' = ANY($1::bigint[]::text[])`,
  ...Object.fromEntries(
    [
      ...['finished_job', 'exchanged_file', 'batch_item', 'message_correlation', 'message_subscription'],
      ...['signal_subscription', 'variable_key', 'incident', 'job', 'timer', 'user_task'],
    ].map((table) => [table, 'process_instance_id = ANY($1)']),
  ),
  decision_instance: 'process_instance_id = ANY($1) OR root_id = ANY($1)',
  process_instance: 'id = ANY($1)',
};

/** What goes with a dossier besides its process, in this order: `$1` is a list with its number. */
const OF_DOSSIER: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['mail_message', 'attachment', 'signature_request', 'document', 'draft'],
      ...['conversation_entry', 'satisfaction', 'opinion_request', 'cosignature', 'notification'],
    ].map((table) => [table, 'dossier_id = ANY($1)']),
  ),
  dossier: 'id = ANY($1)',
};

/** History is erased by `eraseHistory`, which leaves its chain; a held dossier is not erased at all. */
export const KNOWN_TABLES = [
  ...Object.keys(OF_INSTANCES),
  ...Object.keys(OF_DOSSIER),
  ...['history_entry', 'legal_hold', 'erased_dossier'],
  // the register of what the town's bodies decided is kept for ever; it only forgets of which dossier an item was
  ...['agenda_item'],
  // accounting records stay for ten years; they only forget of which dossier they were
  ...['payment'],
];

export const deleteInstances = (tx: Database, ids: readonly string[]): Promise<Record<string, number>> =>
  deleteFrom(tx, OF_INSTANCES, ids);

export const deleteDossier = (tx: Database, id: string): Promise<Record<string, number>> =>
  deleteFrom(tx, OF_DOSSIER, [id]);

/** Answers how many rows of each table went; those of which none did are left out. */
async function deleteFrom(
  tx: Database,
  tables: Readonly<Record<string, string>>,
  ids: readonly string[],
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {};
  for (const [table, condition] of Object.entries(tables)) {
    const [row] = await tx.query<{ n: number }>(
      `WITH gone AS (DELETE FROM ${table} WHERE ${condition} RETURNING 1) SELECT count(*)::int AS n FROM gone`,
      [ids],
    );
    if (row && row.n > 0) gone[table] = row.n;
  }
  return gone;
}

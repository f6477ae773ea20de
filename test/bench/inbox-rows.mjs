/**
 * A department with `tasks` open tasks, each of a dossier of its own, written by SQL; ten times as many dossiers are over, and
 * another department has as many open ones. Everything follows from the number of the task, so that two runs seed the same.
 * One task in four is the agent's, one in four a colleague's, half of them nobody's; one in ten is overdue.
 */
const FIRST = 5_000_000;

/** `agent` and `colleague` are ids of accounts, `now` an ISO 8601 moment. */
export async function seedInbox(db, { tasks, agent, colleague, department = 'population', now }) {
  await db.query(`INSERT INTO definition (id, kind, definition_id, version, name, resource_name, content, checksum, deployed_at)
    SELECT ${FIRST} - 1 - n, 'process', 'inbox-' || n, 1, 'Inbox', 'inbox-' || n || '.bpmn', '<x/>', 'inbox-' || n, now()
    FROM generate_series(0, 9) n`);
  // a dossier in twelve is open: half of these are of the department
  const rows = `SELECT i, ${FIRST} + i::bigint * 10 AS id, i % 12 < 2 AS open, (ARRAY['${department}', 'bench-elsewhere'])[1 + i % 2] AS department,
      (ARRAY['deposee', 'en-traitement', 'a-completer', 'decision'])[1 + i % 4] AS status, i / 12 AS n,
      (ARRAY['online', 'counter', 'post', 'e-mail', 'phone'])[1 + i / 12 % 5] AS channel,
      (ARRAY['Alice', 'Bram', 'Clara', 'Denise', 'Éric'])[1 + i / 12 % 5] || ' Exemple' || i / 12 % 997 AS name,
      timestamptz '${now}' - make_interval(mins => i % 200000) AS at
    FROM generate_series(0, ${tasks} * 12 - 1) i`;
  await db.query(`INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at, ended_at)
    SELECT id, ${FIRST} - 1 - i % 10, 'inbox-' || i % 10, id, CASE WHEN open THEN 'active' ELSE 'completed' END,
      jsonb_build_object('result', jsonb_build_object('name', name, 'words', repeat('word ', 200))), 2, at,
      CASE WHEN NOT open THEN at END FROM (${rows}) r`);
  await db.query(`INSERT INTO dossier (id, reference, procedure_key, form_id, department, process_instance_key, applicant_name,
      applicant_email, lang, channel, answers, tracking_code_hash, public_status, public_status_at, submitted_at, closed_at)
    SELECT id + 1, 'BEN-2026-' || lpad(i::text, 7, '0'), 'inbox-' || i % 10, 'demande', department, id, name, 'a' || i || '@example.org',
      'fr', channel, jsonb_build_object('street', 'Rue ' || i % 500, 'reason', 'bench', 'note', repeat('x', 200)),
      sha256(i::text::bytea), CASE WHEN open THEN status ELSE 'delivree' END, at, at, CASE WHEN NOT open THEN at END FROM (${rows}) r`);
  await db.query(
    `INSERT INTO user_task (id, process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
      state, assignee, candidate_groups, candidate_users, due_at, follow_up_at, priority, headers, created_at, ended_at)
    SELECT id + 2, id, ${FIRST} - 1 - i % 10, 'inbox-' || i % 10, '1', 'check', '2', 'Check', CASE WHEN open THEN 'created' ELSE 'completed' END,
      CASE n % 4 WHEN 0 THEN $1 WHEN 1 THEN $2 END, ARRAY[department], '{}',
      CASE WHEN n % 10 < 9 THEN timestamptz '${now}' + make_interval(hours => (n % 10 * 24 - 12)::int, mins => n % 600) END,
      CASE WHEN n % 50 = 0 THEN timestamptz '${now}' - interval '1 day' END, CASE WHEN n % 20 = 0 THEN 80 ELSE 50 END, '{}', at,
      CASE WHEN NOT open THEN at END FROM (${rows}) r`,
    [agent, colleague],
  );
  await db.query(`INSERT INTO conversation_entry (dossier_id, side, author_name, text, at)
    SELECT id + 1, 'applicant', name, 'Bonjour', at FROM (${rows}) r WHERE open AND n % 7 = 0`);
  await db.query('VACUUM ANALYZE');
}

/**
 * Gives every other one of these cases, also those that are over, a procedure with a legal clock, and the history of a case
 * that goes on: a dozen entries, with the request that starts the clock, and in one case of six a wait that suspends it.
 */
export async function seedClocks(db, { procedure, start, suspends }) {
  const { rows } = await db.query('SELECT id FROM procedure_version WHERE procedure_key = $1 ORDER BY number DESC', [
    procedure,
  ]);
  await db.query(
    `UPDATE dossier SET procedure_key = $1, procedure_version_id = $2 WHERE process_instance_key % 20 = 0 AND reference LIKE 'BEN-%'`,
    [procedure, rows[0].id],
  );
  const open = `SELECT process_instance_key AS key, submitted_at AS at FROM dossier WHERE procedure_key = $1 AND closed_at IS NULL`;
  const entry = `INSERT INTO history_entry (process_instance_id, kind, actor, at, data)
    SELECT key, $2, '{"kind":"system"}', at + make_interval(secs => n), jsonb_build_object('element', $3 || CASE n WHEN 0 THEN '' ELSE n::text END)
    FROM (${open}) open, generate_series($4::int, $5::int) n`;
  await db.query(entry, [procedure, 'element.completed', start, 0, 0]);
  await db.query(entry, [procedure, 'element.activated', 'step', 1, 6]);
  await db.query(entry, [procedure, 'element.completed', 'step', 1, 5]);
  await db.query(`${entry} WHERE key % 30 = 0`, [procedure, 'element.activated', suspends, 0, 0]);
  await db.query('VACUUM ANALYZE');
}

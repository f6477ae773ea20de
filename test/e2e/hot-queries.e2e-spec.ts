import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** What is asked at every step or every second finds its rows by an index, however many there are. */
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.query(`
    INSERT INTO definition (id, kind, definition_id, version, resource_name, content, checksum, deployed_at)
      VALUES (1, 'process', 'p', 1, 'p.bpmn', '', '', now());
    INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at)
      SELECT n, 1, 'p', n, 'active', '{}', 1, now() FROM generate_series(10, 8000) AS n;
    INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
        state, candidate_groups, candidate_users, priority, headers, created_at)
      SELECT n, 1, 'p', '1', 'e', '1', 'e', CASE WHEN n % 50 = 0 THEN 'created' ELSE 'completed' END,
        ARRAY['department-' || n % 40], '{}', 50, '{}', now() FROM generate_series(10, 8000) AS n;
    INSERT INTO timer (process_instance_id, wait, element, due_at, alarmed, created_at)
      SELECT n, '2', 'e', now() + n * interval '1 hour', false, now() FROM generate_series(10, 8000) AS n;
    INSERT INTO message_subscription (process_instance_id, process_id, wait, element, element_instance, message,
        correlation_key, created_at)
      SELECT n, 'p', '3', 'e', '1', 'm', 'key-' || n, now() FROM generate_series(10, 8000) AS n;
    -- five months, and one without a partition
    SELECT history_month((date_trunc('month', now()) + make_interval(months => month))::date) FROM generate_series(-2, 2) AS month;
    INSERT INTO history_entry (process_instance_id, kind, actor, at)
      SELECT n, 'element.activated', '{}', date_trunc('month', now()) + make_interval(months => month, days => 2)
      FROM generate_series(-3, 2) AS month, generate_series(10, 3000) AS n;
    INSERT INTO history_link (case_id, position, entry_id, entry_at, hash, linked_at, round)
      SELECT process_instance_id, id, id, at, '', now(), 1 FROM history_entry WHERE id % 10 > 0;
    INSERT INTO outbox_entry (topic, payload, created_at, sent_at)
      SELECT 'timer.scheduled', '{}', now(), CASE WHEN n > 20 THEN now() END FROM generate_series(10, 8000) AS n;
    ANALYZE`);
}, 60_000);
afterAll(() => database.drop());

it.each([
  ['an instance', 'SELECT * FROM process_instance p JOIN process_instance r ON r.id = p.root_id WHERE p.id = 77'],
  ['its open tasks', `SELECT * FROM user_task WHERE process_instance_id = 77 AND state = 'created'`],
  [
    'a department’s inbox',
    `SELECT * FROM user_task WHERE state = 'created' AND candidate_groups && ARRAY['department-3']`,
  ],
  ['timers that are due', 'SELECT * FROM timer WHERE due_at <= now() ORDER BY due_at LIMIT 100'],
  ['who waits for a message', `SELECT * FROM message_subscription WHERE message = 'm' AND correlation_key = 'key-77'`],
  ['the history of an instance', 'SELECT * FROM history_entry WHERE process_instance_id = 77 ORDER BY id'],
  [
    'what has no link in the chain',
    `SELECT e.id FROM history_entry e WHERE e.id > 16000 AND NOT EXISTS (SELECT FROM history_link l WHERE l.entry_id = e.id)
     ORDER BY e.id LIMIT 10`,
  ],
  ['an entry by its link', `SELECT * FROM history_entry WHERE id = 77 AND at = '2026-11-02T00:00:00Z'`],
  ['what is to be relayed', 'SELECT * FROM outbox_entry WHERE sent_at IS NULL ORDER BY id LIMIT 200'],
])('%s is found by an index', async (_, query) => {
  const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${query}`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index/);
  expect(plan).not.toMatch(/Seq Scan/);
});

/**
 * Rows of a town that has worked for years, written by SQL: `instances` process instances of which one in twenty still runs,
 * five entries of history for each, and what they leave behind. Everything follows from the number of the instance, so that
 * two runs seed the same.
 */
export const PROCESSES = 20;

const state = `jsonb_build_object('format', 1, 'processId', 'process-' || i % ${PROCESSES}, 'status', CASE WHEN running THEN 'active' ELSE 'completed' END,
  'lastId', 3, 'incidents', '{}'::jsonb,
  'waits', CASE WHEN running THEN jsonb_build_object('3', jsonb_build_object('of', '2', 'kind', 'user-task', 'event', 'complete-user-task')) ELSE '{}' END,
  'elementInstances', CASE WHEN running THEN jsonb_build_object(
    '1', jsonb_build_object('element', 'process-' || i % ${PROCESSES}, 'at', '-', 'variables', variables),
    '2', jsonb_build_object('element', 'check-' || i % 300, 'parent', '1', 'at', 'check')) ELSE '{}' END)
  || CASE WHEN running THEN '{}' ELSE jsonb_build_object('result', variables) END`;

/** The key of an instance; those of its rows follow. */
const key = '1000000 + i::bigint * 20';

export async function seed(db, instances) {
  const run = (sql) => db.query(sql.replaceAll('$INSTANCES', String(instances)));
  await run(`INSERT INTO definition (id, kind, definition_id, version, name, resource_name, content, checksum, deployed_at)
    SELECT 1000 + n, kind, kind || '-' || n, 1, initcap(kind) || ' ' || n, kind || n || '.xml', '<x/>', kind || n, now()
    FROM generate_series(0, ${PROCESSES - 1}) n, (VALUES ('process', 0)) k(kind, base)`);
  await run(`INSERT INTO definition (id, kind, definition_id, version, name, resource_name, content, checksum, deployed_at)
    SELECT 2000 + n, 'decision', 'decision-' || n, 1, 'Decision ' || n, 'd' || n || '.dmn', '<x/>', 'd' || n, now()
    FROM generate_series(0, ${PROCESSES - 1}) n`);
  await run(`INSERT INTO process_element (process_definition_id, element, type, name, conditional)
    SELECT 1000 + n, 'process-' || n, 'Process', 'process-' || n, false FROM generate_series(0, ${PROCESSES - 1}) n
    UNION ALL SELECT 1000 + n, 'check-' || c, 'UserTask', 'Check ' || c, false
    FROM generate_series(0, ${PROCESSES - 1}) n, generate_series(0, 299) c WHERE c % ${PROCESSES} = n`);
  await run(`INSERT INTO account (id, email, name, role, password_hash, created_at)
    SELECT 3000 + n, 'person' || n || '@example.org', 'Person ' || n, 'agent', '', now() FROM generate_series(0, 199) n`);
  await run(`INSERT INTO process_instance (id, process_definition_id, process_id, root_id, parent_id, parent_wait, business_id,
      status, state, steps, started_at, ended_at, tags)
    SELECT id, 1000 + i % ${PROCESSES}, 'process-' || i % ${PROCESSES}, CASE WHEN called THEN id - 20 ELSE id END,
      CASE WHEN called THEN id - 20 END, CASE WHEN called THEN '3' END, CASE WHEN i % 5 = 0 THEN 'B-' || i END,
      CASE WHEN running THEN 'active' ELSE 'completed' END, ${state}, 2, at, CASE WHEN NOT running THEN at + interval '1 day' END,
      CASE WHEN i % 10 = 0 THEN ARRAY['tag-' || i % 5000] ELSE '{}' END
    FROM (SELECT i, ${key} AS id, i % 20 = 7 AS running, i % 50 = 3 AS called,
        timestamptz '2020-01-01' + i * interval '3 minutes' AS at,
        jsonb_build_object('amount', i, 'name', 'Applicant ' || i, 'vip', i % 100 = 0) AS variables
      FROM generate_series(1, $INSTANCES) i) n ORDER BY i`);
  await run(`SELECT history_month(month::date) FROM generate_series(timestamptz '2020-01-01',
    timestamptz '2020-01-01' + $INSTANCES * interval '3 minutes' + interval '1 month', interval '1 month') month`);
  await run(`INSERT INTO history_entry (id, process_instance_id, process_definition_id, element, kind, actor, at, data)
    SELECT ${key} + step, ${key}, 1000 + i % ${PROCESSES}, CASE WHEN step < 3 THEN data->>'element' END, kind, actor, timestamptz '2020-01-01' + i * interval '3 minutes' + step * interval '1 minute', data
    FROM generate_series(1, $INSTANCES) i, LATERAL (VALUES
      (1, 'element.activated', '{"kind":"system"}'::jsonb, jsonb_build_object('element', 'process-' || i % ${PROCESSES}, 'elementType', 'Process', 'elementInstance', '1')),
      (2, 'element.activated', '{"kind":"system"}', jsonb_build_object('element', 'check-' || i % 300, 'elementType', 'UserTask', 'elementInstance', '2', 'name', 'Check ' || i % 300)),
      (3, 'task.completed', jsonb_build_object('kind', 'agent', 'accountId', (3000 + i % 200)::text), jsonb_build_object('task', (${key} + 6)::text, 'element', 'check-' || i % 300)),
      (4, 'element.completed', '{"kind":"system"}', jsonb_build_object('element', 'check-' || i % 300, 'elementType', 'UserTask', 'elementInstance', '2')),
      (5, 'element.completed', '{"kind":"system"}', jsonb_build_object('element', 'process-' || i % ${PROCESSES}, 'elementType', 'Process', 'elementInstance', '1'))
    ) h(step, kind, actor, data) WHERE i % 20 <> 7 OR step < 3`);
  await run(`INSERT INTO user_task (id, process_instance_id, process_definition_id, process_id, wait, element, element_instance, name, state,
      assignee, candidate_groups, candidate_users, due_at, priority, headers, created_at, ended_at)
    SELECT ${key} + 6, ${key}, 1000 + i % ${PROCESSES}, 'process-' || i % ${PROCESSES}, '3', 'check-' || i % 300, '2', 'Check ' || i % 300,
      CASE WHEN i % 20 = 7 THEN 'created' ELSE 'completed' END, CASE WHEN i % 3 = 0 THEN (3000 + i % 200)::text END,
      ARRAY['group-' || i % 40], CASE WHEN i % 50 = 0 THEN ARRAY[(3000 + i % 200)::text] ELSE '{}' END,
      timestamptz '2020-02-01' + i * interval '3 minutes', i % 100, '{}', timestamptz '2020-01-01' + i * interval '3 minutes',
      CASE WHEN i % 20 <> 7 THEN timestamptz '2020-01-02' + i * interval '3 minutes' END
    FROM generate_series(1, $INSTANCES) i`);
  await run(`INSERT INTO finished_job (id, process_instance_id, type, element, element_instance, headers, listener, worker, retries, attempts,
      failure, state, error_code, created_at, locked_until, ended_at)
    SELECT ${key} + 7, ${key}, 'type-' || i % 200, 'work-' || i % 300, '4', '{}', CASE WHEN i % 500 = 0 THEN 'start' END, 'worker-' || i % 300, 3,
      CASE WHEN i % 500 = 1 THEN 1 ELSE 0 END, CASE WHEN i % 500 = 1 THEN 'Failed ' || i END,
      CASE WHEN i % 500 = 2 THEN 'error' WHEN i % 500 = 3 THEN 'canceled' ELSE 'completed' END, CASE WHEN i % 500 = 2 THEN 'code-' || i % 7 END,
      at, at + interval '1 minute', at + interval '10 seconds'
    FROM (SELECT i, timestamptz '2020-01-01' + i * interval '3 minutes' AS at FROM generate_series(1, $INSTANCES) i) n`);
  await run(`INSERT INTO job (id, process_instance_id, wait, type, element, element_instance, headers, retries, due_at, created_at)
    SELECT ${key} + 8, ${key}, '8', 'type-' || i % 200, 'check-' || i % 300, '2', '{}', 3, now(), now()
    FROM generate_series(7, $INSTANCES, 20) i`);
  await run(`INSERT INTO incident (id, process_instance_id, process_id, incident, element, element_instance, code, message, created_at, resolved_at)
    SELECT ${key} + 9, ${key}, 'process-' || i % ${PROCESSES}, '5', 'check-' || i % 300, '2', 'expression-failed', 'Expected a number at ' || i % 900,
      timestamptz '2020-01-01' + i * interval '3 minutes', CASE WHEN i % 2000 <> 7 THEN now() END FROM generate_series(7, $INSTANCES, 100) i`);
  await run(`INSERT INTO message_subscription (id, process_instance_id, process_id, wait, element, element_instance, message, correlation_key, created_at)
    SELECT ${key} + 10, ${key}, 'process-' || i % ${PROCESSES}, '9', 'paid', '2', 'message-' || i % 50, 'order-' || i, now()
    FROM generate_series(7, $INSTANCES, 40) i`);
  await run(`INSERT INTO message (id, name, correlation_key, variables, published_at, expires_at)
    SELECT ${key} + 11, 'message-' || i % 50, 'order-' || i, '{}', timestamptz '2020-01-01' + i * interval '3 minutes', now()
    FROM generate_series(1, $INSTANCES, 20) i`);
  await run(`INSERT INTO message_correlation (message_id, process_id, process_instance_id)
    SELECT ${key} + 11, 'process-' || i % ${PROCESSES}, ${key} FROM generate_series(1, $INSTANCES, 20) i`);
  await run(`INSERT INTO timer (id, process_instance_id, wait, element, element_instance, due_at, alarmed, created_at)
    SELECT ${key} + 12, ${key}, '10', 'later', '2', now() + interval '1 day', false, now() FROM generate_series(7, $INSTANCES, 40) i`);
  await run(`INSERT INTO signal_subscription (id, process_instance_id, wait, element, element_instance, signal, created_at)
    SELECT ${key} + 13, ${key}, '11', 'alarm', '2', 'fire', now() FROM generate_series(7, $INSTANCES, 40) i`);
  await run(`INSERT INTO decision_instance (id, evaluation_id, key, process_instance_id, process_definition_id, root_id, element_instance, definition_id,
      root_definition_id, failure, value, inputs, rules, at)
    SELECT ${key} + 14, ${key} + 15, (${key} + 15)::text || '-1', ${key}, 1000 + i % ${PROCESSES}, ${key}, '2', 2000 + i % ${PROCESSES}, 2000 + i % ${PROCESSES},
      CASE WHEN i % 5000 = 0 THEN 'Decision failed' END, '3', '[{"id":"in","name":"x","value":1}]', '[]', timestamptz '2020-01-01' + i * interval '3 minutes'
    FROM generate_series(1, $INSTANCES, 5) i`);
  await run(`SELECT setval('key_seq', 1000000 + ($INSTANCES + 1) * 20::bigint)`);
  await run('VACUUM ANALYZE');
}

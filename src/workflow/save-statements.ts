/**
 * The SQL of the hot path. A statement has one part per kind of change that the turns brought about, each fed by one JSON
 * list, and no part for what they did not: a step from one task to the next touches three tables, not ten.
 */

const WAIT = '"instance" bigint, wait text, element text, "elementInstance" text, id bigint, at timestamptz';
const CLOSED = '"instance" bigint, wait text';

/** Deletes the rows of waits that are over. */
function close(table: string): string {
  return `DELETE FROM ${table} t USING jsonb_to_recordset($) AS x(${CLOSED})
    WHERE t.process_instance_id = ANY($1::bigint[]) AND t.process_instance_id = x.instance AND t.wait = x.wait`;
}

/**
 * Kind of change -> its part of the statement; `$` is its list, `$1` the keys of all the instances. The keys are there for
 * the planner, who takes any JSON list for a hundred rows and would rather read a whole table than look up so many.
 */
export const parts = {
  started: `INSERT INTO process_instance (id, state, status, steps, ended_at, process_definition_id, process_id, root_id,
      parent_id, parent_wait, business_id, start_correlation_key, started_at, tags)
    SELECT x.id, x.state, x.status, x.steps, x."endedAt", x."processDefinitionId", x."processId", x."rootId", x."parentId",
      x."parentWait", x."businessId", x."startCorrelationKey", x."startedAt", coalesce(x.tags, '{}')
    FROM jsonb_to_recordset($) AS x(id bigint, state jsonb, status text, steps int, "endedAt" timestamptz,
      "processDefinitionId" bigint, "processId" text, "rootId" bigint, "parentId" bigint, "parentWait" text,
      "businessId" text, "startCorrelationKey" text, "startedAt" timestamptz, tags text[])
    WHERE x.id = ANY($1::bigint[])`,
  stepped: `UPDATE process_instance p
    SET state = x.state, status = x.status, steps = p.steps + x.steps, ended_at = x."endedAt"
    FROM jsonb_to_recordset($) AS x(id bigint, state jsonb, status text, steps int, "endedAt" timestamptz)
    WHERE p.id = ANY($1::bigint[]) AND p.id = x.id`,
  closedUserTasks: `UPDATE user_task t SET state = x.state, ended_at = x.at, ended_by = x.by
    FROM jsonb_to_recordset($) AS x(${CLOSED}, state text, at timestamptz, by text)
    WHERE t.process_instance_id = ANY($1::bigint[]) AND t.process_instance_id = x.instance AND t.wait = x.wait AND t.state = 'created'`,
  closedJobs: `DELETE FROM job t
    USING jsonb_to_recordset($) AS x(${CLOSED}, at timestamptz, state text, code text, message text, denied boolean, reason text)
    WHERE t.process_instance_id = ANY($1::bigint[]) AND t.process_instance_id = x.instance AND t.wait = x.wait
    RETURNING t.*, x.at, x.state, x.code, x.message, x.denied, x.reason`,
  closedTimers: close('timer'),
  closedMessages: close('message_subscription'),
  closedSignals: close('signal_subscription'),
  userTasks: `INSERT INTO user_task (id, process_instance_id, process_definition_id, process_id, wait, element,
      element_instance, name, state, assignee, candidate_groups, candidate_users, due_at, follow_up_at, priority, form,
      headers, created_at)
    SELECT x.id, x.instance, x."processDefinitionId", x."processId", x.wait, x.element, x."elementInstance", x.name,
      'created', x.assignee, x."candidateGroups", x."candidateUsers", x."dueAt", x."followUpAt", x.priority, x.form,
      x.headers, x.at
    FROM jsonb_to_recordset($) AS x(${WAIT}, "processDefinitionId" bigint, "processId" text, name text, assignee text,
      "candidateGroups" text[], "candidateUsers" text[], "dueAt" timestamptz, "followUpAt" timestamptz, priority int,
      form jsonb, headers jsonb)`,
  jobs: `INSERT INTO job (id, process_instance_id, wait, element, element_instance, type, headers, retries, priority,
      listener, due_at, created_at)
    SELECT x.id, x.instance, x.wait, x.element, x."elementInstance", x.type, x.headers, x.retries, x.priority, x.listener,
      x.at, x.at
    FROM jsonb_to_recordset($) AS x(${WAIT}, type text, headers jsonb, retries int, priority double precision,
      listener text)`,
  // a cycle keeps its wait
  timers: `INSERT INTO timer (id, process_instance_id, wait, element, element_instance, due_at, alarmed, created_at)
    SELECT x.id, x.instance, x.wait, x.element, x."elementInstance", x."dueAt", x.alarmed, x.at
    FROM jsonb_to_recordset($) AS x(${WAIT}, "dueAt" timestamptz, alarmed boolean)
    ON CONFLICT (process_instance_id, wait) DO UPDATE SET id = excluded.id, due_at = excluded.due_at,
      alarmed = excluded.alarmed`,
  messageSubscriptions: `INSERT INTO message_subscription (id, process_instance_id, process_id, wait, element,
      element_instance, message, correlation_key, created_at)
    SELECT x.id, x.instance, x."processId", x.wait, x.element, x."elementInstance", x.message, x."correlationKey", x.at
    FROM jsonb_to_recordset($) AS x(${WAIT}, "processId" text, message text, "correlationKey" text)`,
  signalSubscriptions: `INSERT INTO signal_subscription (id, process_instance_id, wait, element, element_instance, signal,
      created_at)
    SELECT x.id, x.instance, x.wait, x.element, x."elementInstance", x.signal, x.at
    FROM jsonb_to_recordset($) AS x(${WAIT}, signal text)`,
  history: `INSERT INTO history_entry (process_instance_id, process_definition_id, element, kind, actor, at, data)
    SELECT x.instance, x."processDefinitionId", CASE WHEN x.kind = 'element.activated' THEN x.data->>'element' END, x.kind,
      x.actor, x.at, x.data
    FROM jsonb_to_recordset($) AS x("instance" bigint, "processDefinitionId" bigint, kind text, actor jsonb, at timestamptz,
      data jsonb)`,
  outbox: `INSERT INTO outbox_entry (topic, payload, due_at, created_at)
    SELECT x.topic, x.payload, x."dueAt", x.at
    FROM jsonb_to_recordset($) AS x(topic text, payload jsonb, "dueAt" timestamptz, at timestamptz)`,
} as const;

export type Part = keyof typeof parts;

/** What follows from a part without a list of its own: jobs that are over are kept apart from those that wait. */
const followers: { readonly [Of in Part]?: string } = {
  closedJobs: `INSERT INTO finished_job (id, process_instance_id, type, element, element_instance, headers, listener, worker,
      retries, attempts, failure, state, error_code, denied, denied_reason, created_at, locked_until, ended_at)
    SELECT id, process_instance_id, type, element, element_instance, headers, listener, worker, retries, attempts,
      coalesce(message, failure), state, code, denied, reason, created_at, locked_until, at
    FROM "closedJobs"`,
};

/** The statement for some kinds of change; its name is that of its shape, so that each connection prepares it once. */
export function statement(wanted: readonly Part[]): { readonly name: string; readonly text: string } {
  const written = wanted.flatMap((part, index) => {
    const own = { name: part as string, sql: parts[part].replace('($)', `($${index + 2}::jsonb)`) };
    const sql = followers[part];
    return sql ? [own, { name: `after-${part}`, sql }] : [own];
  });
  const last = written.pop();
  const before = written.map(({ name, sql }) => `"${name}" AS (${sql})`);
  const all = Object.keys(parts);
  const shape = wanted.reduce((sum, part) => sum + 2 ** all.indexOf(part), 0);
  return {
    name: `save-${shape.toString(36)}`,
    text: `${before.length > 0 ? `WITH ${before.join(', ')} ` : ''}${last?.sql}`,
  };
}

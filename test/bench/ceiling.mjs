/**
 * The raw ceiling: the rows of a step, written by plain SQL transactions through `pg`, without an engine. Every value is sent
 * by the client, as it is by the service; the connections are as many and as durable.
 */

const LOCK = { name: 'lock', text: 'SELECT * FROM process_instance WHERE id = $1 FOR UPDATE' };
const INSERT_TASK = `INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element,
  element_instance, name, state, candidate_groups, candidate_users, priority, headers, created_at)`;
const INSERT_HISTORY = 'INSERT INTO history_entry (process_instance_id, process_definition_id, kind, actor, at, data)';

/** What a real step leaves of an instance, for the ceiling to write the like. */
export async function readPattern(pool, instance) {
  const rows = async (text) => (await pool.query(text, [instance])).rows;
  const [{ state }] = await rows('SELECT state FROM process_instance WHERE id = $1');
  const [task] = await rows(
    `SELECT process_definition_id, process_id, element, element_instance, name, state, candidate_groups, candidate_users,
       priority, headers FROM user_task WHERE process_instance_id = $1 AND state = 'created'`,
  );
  const history = await rows(
    `SELECT process_definition_id, kind, actor, data FROM history_entry WHERE process_instance_id = $1
       AND at = (SELECT max(at) FROM history_entry WHERE process_instance_id = $1)`,
  );
  return { state, task, history };
}

/** One step, one transaction: a lock, and all its rows by one statement. The instance must be the ceiling's alone. */
export async function ceilingStep(pool, { state, task, history }, { id, instance }) {
  const at = new Date();
  const entries = history.map((_, index) => `($1, $5, $${index * 3 + 15}, $${index * 3 + 16}, $3, $${index * 3 + 17})`);
  const write = {
    name: 'write',
    text: `WITH instance AS (UPDATE process_instance SET state = $2, status = 'active', steps = steps + 1 WHERE id = $1),
      done AS (UPDATE user_task SET state = 'completed', ended_at = $3 WHERE id = $4),
      task AS (${INSERT_TASK} VALUES ($1, $5, $6, $7, $8, $9, $10, $11, $12, '{}', $13, $14, $3))
      ${INSERT_HISTORY} VALUES ${entries.join(', ')}`,
    values: [
      instance,
      JSON.stringify(state),
      at,
      id,
      task.process_definition_id,
      task.process_id,
      `ceiling-${id}`,
      task.element,
      task.element_instance,
      task.name,
      task.state,
      task.candidate_groups,
      task.priority,
      JSON.stringify(task.headers),
      ...history.flatMap(({ kind, actor, data }) => [kind, JSON.stringify(actor), JSON.stringify(data)]),
    ],
  };
  await transaction(pool, async (client) => {
    await client.query({ ...LOCK, values: [instance] });
    await client.query(write);
  });
}

const LOCK_GROUP = {
  name: 'lock-group',
  text: 'SELECT * FROM process_instance WHERE id = ANY($1::bigint[]) FOR UPDATE',
};
const WRITE_GROUP = {
  name: 'write-group',
  text: `WITH instance AS (
      UPDATE process_instance p SET state = x.state, status = 'active', steps = steps + 1
      FROM jsonb_to_recordset($1::jsonb) AS x(id bigint, state jsonb) WHERE p.id = ANY($4::bigint[]) AND p.id = x.id),
    done AS (UPDATE user_task SET state = 'completed', ended_at = $6 WHERE id = ANY($5::bigint[])),
    task AS (
      ${INSERT_TASK}
      SELECT * FROM jsonb_to_recordset($2::jsonb) AS x(process_instance_id bigint, process_definition_id bigint,
        process_id text, wait text, element text, element_instance text, name text, state text, candidate_groups text[],
        candidate_users text[], priority int, headers jsonb, created_at timestamptz))
    ${INSERT_HISTORY}
    SELECT process_instance_id, process_definition_id, kind, actor, at, data FROM jsonb_to_recordset($3::jsonb)
      AS x(process_instance_id bigint, process_definition_id bigint, kind text, actor jsonb, at timestamptz, data jsonb)`,
};

/** One transaction for the steps of several instances. */
export async function ceilingGroup(pool, { state, task, history }, steps) {
  const at = new Date();
  const instances = steps.map(({ instance }) => instance);
  const lists = [
    instances.map((id) => ({ id, state })),
    steps.map(({ id, instance }) => ({
      ...task,
      process_instance_id: instance,
      wait: `ceiling-${id}`,
      created_at: at,
    })),
    instances.flatMap((instance) => history.map((entry) => ({ ...entry, process_instance_id: instance, at }))),
  ];
  await transaction(pool, async (client) => {
    await client.query({ ...LOCK_GROUP, values: [instances] });
    const values = [...lists.map((list) => JSON.stringify(list)), instances, steps.map(({ id }) => id), at];
    await client.query({ ...WRITE_GROUP, values });
  });
}

async function transaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

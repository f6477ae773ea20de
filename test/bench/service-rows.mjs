/** What the service's benchmark runs on: a process of two tasks that take turns, and rows made by SQL. */
const task = (id, from, to) => `
    <bpmn:userTask id="${id}" name="${id}">
      <bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="population" /></bpmn:extensionElements>
      ${from.map((flow) => `<bpmn:incoming>${flow}</bpmn:incoming>`).join('')}<bpmn:outgoing>${to}</bpmn:outgoing>
    </bpmn:userTask>`;

export const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="b" targetNamespace="https://beffroi.example.org/bench">
  <bpmn:process id="bench" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="first" />${task('first', ['f1', 'f3'], 'f2')}
    <bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="second" />${task('second', ['f2'], 'f3')}
    <bpmn:sequenceFlow id="f3" sourceRef="second" targetRef="first" />
  </bpmn:process>
</bpmn:definitions>`;

const CHUNK = 100_000;

/** So many more instances like `pattern`, each with its open task; started in the course of the last year. */
export async function seed(pool, pattern, count) {
  const client = await pool.connect();
  // what refers to what is right by construction: a million checks of it would be most of the work
  await client.query('SET session_replication_role = replica');
  for (let left = count; left > 0; left -= CHUNK)
    await client.query(
      `WITH keys AS MATERIALIZED (
         SELECT nextval('key_seq') AS id, now() - random() * interval '360 days' AS at FROM generate_series(1, $2)),
       instances AS (
         INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at)
         SELECT keys.id, process_definition_id, process_id, keys.id, status, state, steps, keys.at
         FROM keys, process_instance pattern WHERE pattern.id = $1)
       INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
         state, candidate_groups, candidate_users, priority, headers, created_at)
       SELECT keys.id, process_definition_id, process_id, wait, element, element_instance, name, state, candidate_groups,
         candidate_users, priority, headers, keys.at
       FROM keys, user_task pattern WHERE pattern.process_instance_id = $1 AND pattern.state = 'created'`,
      [pattern, Math.min(left, CHUNK)],
    );
  await client.query('RESET session_replication_role');
  client.release();
  await pool.query('VACUUM ANALYZE process_instance, user_task');
  await pool.query('CHECKPOINT');
}

/** Tasks that are open. The ceiling has instances of its own, since it leaves tasks that no engine knows. */
export async function openTasks(pool, { forCeiling, except }) {
  const { rows } = await pool.query(
    `SELECT id, process_instance_id AS instance FROM user_task
     WHERE state = 'created' AND process_id = 'bench' AND process_instance_id / 2 % 2 = $1 AND process_instance_id <> $2 ORDER BY random() LIMIT 60000`,
    [forCeiling ? 1 : 0, except],
  );
  return rows;
}

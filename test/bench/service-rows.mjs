/** What the service's benchmark runs on: a process of two tasks that take turns, and rows made by SQL. */
const task = (id, from, to) => `
    <bpmn:userTask id="${id}" name="${id}">
      <bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="population" /></bpmn:extensionElements>
      <bpmn:incoming>${from}</bpmn:incoming><bpmn:outgoing>${to}</bpmn:outgoing>
    </bpmn:userTask>`;

export const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="b" targetNamespace="https://beffroi.example.org/bench">
  <bpmn:process id="bench" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="first" />${task('first', 'f1', 'f2')}
    <bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="second" />${task('second', 'f2', 'f3')}
    <bpmn:sequenceFlow id="f3" sourceRef="second" targetRef="third" />${task('third', 'f3', 'f4')}
    <bpmn:sequenceFlow id="f4" sourceRef="third" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

/** So many more instances like `pattern`, each with its open task. */
export async function seed(pool, pattern, count) {
  await pool.query(
    `WITH keys AS (SELECT nextval('key_seq') AS id FROM generate_series(1, $2)),
     instances AS (
       INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at)
       SELECT keys.id, process_definition_id, process_id, keys.id, status, state, steps, started_at
       FROM keys, process_instance pattern WHERE pattern.id = $1)
     INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
       state, candidate_groups, candidate_users, priority, headers, created_at)
     SELECT keys.id, process_definition_id, process_id, wait, element, element_instance, name, state, candidate_groups,
       candidate_users, priority, headers, created_at
     FROM keys, user_task pattern WHERE pattern.process_instance_id = $1`,
    [pattern, count],
  );
  await pool.query('VACUUM ANALYZE process_instance, user_task');
}

const WRITE = {
  name: 'ceiling',
  text: `WITH instance AS (UPDATE process_instance SET state = state, steps = steps + 1 WHERE id = $1),
    done AS (UPDATE user_task SET state = 'completed', ended_at = now() WHERE id = $2),
    task AS (
      INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
        state, candidate_groups, candidate_users, priority, headers, created_at)
      SELECT process_instance_id, process_definition_id, process_id, 'ceiling', element, element_instance, name, 'created',
        candidate_groups, candidate_users, priority, headers, now() FROM user_task WHERE id = $2)
    INSERT INTO history_entry (process_instance_id, kind, actor, at, data)
    SELECT $1, kind, '{"kind":"system"}', now(), '{"element":"first","elementType":"userTask","elementInstance":"2"}'
    FROM (VALUES ('element.completed'), ('element.activated')) AS x(kind)`,
};

/** The rows of one step, by four plain statements. */
export async function ceilingStep(pool, { id, instance }) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'lock',
      text: 'SELECT * FROM process_instance WHERE id = $1 FOR UPDATE',
      values: [instance],
    });
    await client.query({ ...WRITE, values: [instance, id] });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

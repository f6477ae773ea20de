import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { UNSENT } from '../outbox/outbox.relay.js';
import { JobRow } from './job.entity.js';
import { JOB_TO_WORK } from './jobs.service.js';
import { lockStatement } from './lock-free.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { type Part, parts, statement } from './save-statements.js';
import { UserTaskRow } from './user-task.entity.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** Many rows of everything that instances wait for; of the outbox only a few are unsent. */
const SEED = `
  INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at)
    SELECT 1000000 + n, d.id, 'p', 1000000 + n, 'active', '{"waits": {}}', 1, now() FROM generate_series(1, 20000) n,
      (SELECT id FROM definition WHERE kind = 'process' LIMIT 1) d;
  INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name, state,
      candidate_groups, candidate_users, priority, headers, created_at)
    SELECT id, process_definition_id, 'p', '1', 'e', '1', 'e', 'created', '{population}', '{}', 50, '{}', now()
    FROM process_instance WHERE id > 1000000;
  INSERT INTO job (process_instance_id, wait, type, element, element_instance, headers, retries, due_at, created_at)
    SELECT id, '2', 't', 'e', '1', '{}', 3, now(), now() FROM process_instance WHERE id > 1000000;
  INSERT INTO timer (process_instance_id, wait, element, element_instance, due_at, alarmed, created_at)
    SELECT id, '3', 'e', '1', now(), true, now() FROM process_instance WHERE id > 1000000;
  INSERT INTO message_subscription (process_instance_id, process_id, wait, element, element_instance, message,
      correlation_key, created_at)
    SELECT id, 'p', '4', 'e', '1', 'm', id::text, now() FROM process_instance WHERE id > 1000000;
  INSERT INTO signal_subscription (process_instance_id, wait, element, element_instance, signal, created_at)
    SELECT id, '5', 'e', '1', 's', now() FROM process_instance WHERE id > 1000000;
  INSERT INTO outbox_entry (topic, payload, created_at, sent_at)
    SELECT 'job.created', '{}', now(), CASE WHEN n % 1000 > 0 THEN now() END FROM generate_series(1, 20000) n`;

describe('the statements of the hot path', () => {
  let beffroi: TestWorkflow;

  /** Tables that a statement would read from beginning to end. */
  const readWhole = async (text: string): Promise<string[]> => {
    const { rows } = await beffroi.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
    );
    const found: string[] = [];
    const look = (plan: Plan): void => {
      if (plan['Node Type'] === 'Seq Scan' && plan['Relation Name']) found.push(plan['Relation Name']);
      plan.Plans?.forEach(look);
    };
    look(rows[0]!['QUERY PLAN'][0].Plan);
    return found.filter((table) => table !== 'definition'); // a few rows
  };

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { ROLE: 'web' } });
    await beffroi.deploy('p.bpmn', bpmn('p', [node('startEvent', 'start'), userTask('e'), node('endEvent', 'end')]));
    for (const insert of SEED.split(';')) await beffroi.database.query(insert);
    await beffroi.database.query('ANALYZE');
  });
  afterAll(() => beffroi.stop());

  it('would be seen to read a table, if one did', async () => {
    expect(await readWhole(`SELECT FROM user_task WHERE name = $1`)).toEqual(['user_task']);
  });

  it.each([UserTaskRow, JobRow, ProcessInstanceRow])('lock by keys: %p', async (entity) => {
    expect(await readWhole(lockStatement(beffroi.get(DataSource).manager, entity).text)).toEqual([]);
  });

  it('save turns by keys, whatever they changed', async () => {
    expect(await readWhole(statement(Object.keys(parts) as Part[]).text)).toEqual([]);
  });

  it('find a job, and what is to be sent', async () => {
    expect(await readWhole(JOB_TO_WORK)).toEqual([]);
    expect(await readWhole(UNSENT)).toEqual([]);
  });
});

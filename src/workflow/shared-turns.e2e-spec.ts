import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, extensions, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { lockInstance } from './lock-instance.js';
import { UserTasksService } from './user-tasks.service.js';

/** PostgreSQL keeps no zero byte in JSON: a turn that is fine for the engine and cannot be saved. */
const UNSAVEABLE = { note: 'a\u0000b' };

describe('turns that share a transaction', () => {
  let beffroi: TestWorkflow;
  let tasks: UserTasksService;

  const open = async (count: number, process = 'check'): Promise<{ instance: string; task: string }[]> => {
    const all = [];
    for (let number = 0; number < count; number++) {
      const instance = await beffroi.start(process);
      const [task] = await beffroi.tasks(instance);
      all.push({ instance, task: task?.id ?? '' });
    }
    return all;
  };
  /** How many transactions wrote the newest versions of these instances' rows. */
  const transactions = async (instances: readonly string[]): Promise<number> => {
    const query = 'SELECT count(DISTINCT xmin::text)::int AS number FROM process_instance WHERE id = ANY($1)';
    return (await beffroi.database.query<{ number: number }>(query, [instances])).rows[0]?.number ?? 0;
  };
  const complete = (task: string, variables = {}) => tasks.complete(task, variables, SYSTEM);

  beforeAll(async () => {
    beffroi = await startWorkflow();
    tasks = beffroi.get(UserTasksService);
    const steps = [node('startEvent', 'start'), userTask('look'), userTask('after'), node('endEvent', 'end')];
    await beffroi.deploy('check.bpmn', bpmn('check', steps));
    const called = extensions('<zeebe:calledElement processId="check" />');
    await beffroi.deploy(
      'calls.bpmn',
      bpmn('calls', [node('startEvent', 'start'), node('callActivity', 'call', called), node('endEvent', 'end')]),
    );
  });
  afterAll(() => beffroi.stop());

  it('are those that are asked for at the same time', async () => {
    const all = await open(12);
    const outcomes = await Promise.all(all.map(({ task }) => complete(task)));
    expect(outcomes).toEqual(all.map(() => ({ accepted: true })));
    expect(await transactions(all.map(({ instance }) => instance))).toBe(1);
    for (const { instance } of all) expect(await beffroi.tasks(instance)).toMatchObject([{ element: 'after' }]);
  });

  it('do not share a failure', async () => {
    const all = await open(4);
    const outcomes = await Promise.allSettled(
      all.map(({ task }, index) => complete(task, index === 2 ? UNSAVEABLE : {})),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    for (const [index, { instance }] of all.entries())
      expect(await beffroi.tasks(instance)).toMatchObject([{ element: index === 2 ? 'look' : 'after' }]);
  });

  it('are never two of the same instance: the second one meets what the first one left', async () => {
    const [one] = await open(1);
    const outcomes = await Promise.all([complete(one!.task), complete(one!.task), complete('1')]);
    expect(outcomes).toEqual([
      { accepted: true },
      { rejection: expect.objectContaining({ code: 'task-already-completed' }) },
      { rejection: expect.objectContaining({ code: 'no-such-task' }) },
    ]);
  });

  it('do not wait for an instance that somebody else holds', async () => {
    const [held, free] = await open(2);
    const waiting = await beffroi.get(DataSource).transaction(async (tx) => {
      await lockInstance(tx, held!.instance);
      const late = complete(held!.task);
      expect(await complete(free!.task)).toEqual({ accepted: true });
      return { late };
    });
    expect(await waiting.late).toEqual({ accepted: true });
  });

  it('leave a called instance a transaction of its own, because its caller goes on in it', async () => {
    const caller = await beffroi.start('calls');
    for (const element of ['look', 'after']) {
      const query = `SELECT t.id FROM user_task t JOIN process_instance p ON p.id = t.process_instance_id
        WHERE p.root_id = $1 AND t.element = $2`;
      const [task] = (await beffroi.database.query<{ id: string }>(query, [caller, element])).rows;
      expect(await complete(task!.id)).toEqual({ accepted: true });
    }
    expect(await beffroi.instance(caller)).toMatchObject({ status: 'completed' });
  });
});

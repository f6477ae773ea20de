import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { type Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { UserTasksService } from './user-tasks.service.js';

const agent = (accountId: string, ...departments: string[]): Actor => ({ kind: 'agent', accountId, departments });
const ana = agent('1', 'population');
const ben = agent('2', 'population');
const eve = agent('3', 'etat-civil');

describe('user tasks', () => {
  let beffroi: TestWorkflow;
  let tasks: UserTasksService;

  const begin = async (): Promise<{ instance: string; task: string }> => {
    const instance = await beffroi.start('check');
    const [task] = await beffroi.tasks(instance);
    return { instance, task: task?.id ?? '' };
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    tasks = beffroi.get(UserTasksService);
    const parts = [node('startEvent', 'start'), userTask('look', { groups: 'population' }), node('endEvent', 'end')];
    await beffroi.deploy('check.bpmn', bpmn('check', parts));
  });
  afterAll(() => beffroi.stop());

  it('lie in the inbox of their department', async () => {
    const { instance, task } = await begin();
    const found = await tasks.search({ departments: ['population'], processInstanceKey: instance });
    expect(found).toMatchObject([{ id: task, name: 'look', element: 'look', assignee: null, priority: 50 }]);
    expect(await tasks.search({ departments: ['etat-civil'] })).toEqual([]);
  });

  it('are claimed by one, and given back', async () => {
    const { task } = await begin();
    const both = await Promise.all([tasks.claim(task, ana), tasks.claim(task, ben)]);
    expect(both.filter((outcome) => 'accepted' in outcome)).toHaveLength(1);
    expect(both).toContainEqual({ rejection: expect.objectContaining({ code: 'task-claimed-by-other' }) });
    const winner = 'accepted' in both[0] ? ana : ben;
    expect(await tasks.get(task)).toMatchObject({ assignee: winner.accountId });
    expect(await tasks.unclaim(task, winner)).toEqual({ accepted: true });
    expect(await tasks.get(task)).toMatchObject({ assignee: null });
  });

  it('cannot be touched by another department or by a citizen', async () => {
    const { task } = await begin();
    for (const stranger of [eve, { kind: 'citizen', accountId: '1' } as const]) {
      expect(await tasks.claim(task, stranger)).toMatchObject({ rejection: { code: 'not-a-candidate' } });
      expect(await tasks.complete(task, {}, stranger)).toMatchObject({ rejection: { code: 'not-a-candidate' } });
    }
  });

  it('are completed by who claimed them, not by a colleague', async () => {
    const { instance, task } = await begin();
    await tasks.claim(task, ana);
    expect(await tasks.complete(task, {}, ben)).toMatchObject({ rejection: { code: 'task-claimed-by-other' } });
    expect(await tasks.complete(task, { good: true }, ana)).toEqual({ accepted: true });
    expect(await tasks.get(task)).toMatchObject({ state: 'completed', endedBy: '1' });
    expect(await beffroi.instance(instance)).toMatchObject({ status: 'completed', state: { result: { good: true } } });
  });

  it('are completed once when two agents complete them at the same moment', async () => {
    const { task, instance } = await begin();
    const outcomes = await Promise.all([
      tasks.complete(task, { by: 'ana' }, ana),
      tasks.complete(task, { by: 'ben' }, ben),
    ]);
    expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      rejection: { code: 'task-already-completed', message: 'Somebody has completed this task.' },
    });
    const completed = (await beffroi.get(History).search({ processInstanceKey: instance })).filter(
      ({ kind }) => kind === 'task.completed',
    );
    expect(completed).toHaveLength(1);
  });

  it('leave a history that names who did what', async () => {
    const { task, instance } = await begin();
    await tasks.claim(task, ana);
    await tasks.complete(task, {}, ana);
    const history = await beffroi.get(History).search({ processInstanceKey: instance });
    const kinds = history.map(({ kind, data }) => `${kind} ${data['element'] as string}`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'element.activated look',
        'task.claimed look',
        'element.completed look',
        'task.completed look',
      ]),
    );
    expect(history.find(({ kind }) => kind === 'task.claimed')?.actor).toEqual({ kind: 'agent', accountId: '1' });
  });
});

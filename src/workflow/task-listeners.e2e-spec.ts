import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, extensions, node } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { ExternalJobsService } from './external-jobs.service.js';
import { JobRow } from './job.entity.js';
import { UserTasksService } from './user-tasks.service.js';

const ana: Actor = { kind: 'agent', accountId: '1', departments: ['population'] };
const listeners = ['assigning', 'completing']
  .map((event) => `<zeebe:taskListener eventType="${event}" type="may-${event}" />`)
  .join('');

describe('task listeners', () => {
  let beffroi: TestWorkflow;
  let tasks: UserTasksService;
  let jobs: ExternalJobsService;

  const begin = async (): Promise<{ instance: string; task: string }> => {
    const instance = await beffroi.start('asked');
    const [task] = await beffroi.tasks(instance);
    return { instance, task: task?.id ?? '' };
  };
  const answer = async (
    instance: string,
    completion: Parameters<ExternalJobsService['complete']>[1],
  ): Promise<void> => {
    const job = await beffroi.get(DataSource).manager.findOneByOrFail(JobRow, { processInstanceId: instance });
    expect(await jobs.complete(job.id, completion, SYSTEM)).toEqual({ accepted: true });
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    tasks = beffroi.get(UserTasksService);
    jobs = beffroi.get(ExternalJobsService);
    const task = extensions(`<zeebe:userTask /><zeebe:taskListeners>${listeners}</zeebe:taskListeners>`);
    const parts = [node('startEvent', 'start'), node('userTask', 'look', task), node('endEvent', 'end')];
    await beffroi.deploy('asked.bpmn', bpmn('asked', parts));
  });
  afterAll(() => beffroi.stop());

  it('agree to who gets a task, and correct it', async () => {
    const { instance, task } = await begin();
    expect(await tasks.claim(task, ana)).toEqual({ accepted: true });
    expect(await tasks.get(task)).toMatchObject({ assignee: null });
    expect(await tasks.claim(task, ana)).toMatchObject({ rejection: { code: 'task-busy' } });
    await answer(instance, { corrections: { priority: 90, dueAt: Date.parse('2026-03-01T00:00:00Z') } });
    expect(await tasks.get(task)).toMatchObject({
      assignee: '1',
      priority: 90,
      dueAt: new Date('2026-03-01T00:00:00Z'),
    });
  });

  it('leave it visible in whose name a deputy asked', async () => {
    const { instance, task } = await begin();
    await tasks.claim(task, ana);
    await answer(instance, {});
    const deputy = { ...ana, accountId: '2', standsInFor: [{ accountId: '1', departments: [] }] };
    expect(await tasks.complete(task, {}, deputy)).toEqual({ accepted: true });
    await answer(instance, {});
    const history = await beffroi.get(History).search({ processInstanceKey: instance });
    const told = history.filter(({ kind }) => kind.startsWith('task.'));
    expect(told.map(({ kind, data }) => [kind, data['by'], data['for']])).toEqual([
      ['task.submitted', undefined, undefined],
      ['task.assigned', '1', undefined],
      ['task.submitted', undefined, '1'],
      ['task.completed', '2', '1'],
    ]);
  });

  it('deny a completion with a reason, then agree: the same task is completed by the person', async () => {
    const { instance, task } = await begin();
    await tasks.complete(task, {}, ana);
    await answer(instance, { denied: true, reason: 'no number' });
    expect(await tasks.get(task)).toMatchObject({ state: 'created' });
    await tasks.complete(task, { number: 1 }, ana);
    await answer(instance, {});
    expect(await tasks.get(task)).toMatchObject({ state: 'completed', endedBy: '1' });
    const history = await beffroi.get(History).search({ processInstanceKey: instance });
    const told = history.filter(({ kind }) => kind.startsWith('task.'));
    expect(told.map(({ kind, data }) => [kind, data['reason']])).toEqual([
      ['task.submitted', undefined],
      ['task.denied', 'no number'],
      ['task.submitted', undefined],
      ['task.completed', undefined],
    ]);
  });
});

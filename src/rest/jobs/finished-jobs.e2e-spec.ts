import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boundary, bpmn, extensions, node, serviceTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const press = bpmn(
  'press',
  [
    node('startEvent', 'start'),
    serviceTask('print', 'print'),
    node('endEvent', 'end'),
    boundary('jammed', 'print', '<bpmn:errorEventDefinition errorRef="jam" />'),
  ],
  { outside: '<bpmn:error id="jam" name="jam" errorCode="jam" />' },
);
const heard = bpmn('heard', [
  node('startEvent', 'start'),
  node(
    'serviceTask',
    'work',
    extensions(
      `<zeebe:taskDefinition type="work" /><zeebe:executionListeners>
       <zeebe:executionListener eventType="start" type="before" /></zeebe:executionListeners>`,
    ),
  ),
  node(
    'userTask',
    'look',
    extensions(
      `<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="population" /><zeebe:taskListeners>
       <zeebe:taskListener eventType="assigning" type="may-assign" /></zeebe:taskListeners>`,
    ),
  ),
  node('endEvent', 'end'),
]);

describe('jobs that are over', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  const from = '2000-01-01T00:00:00Z';
  const to = '2100-01-01T00:00:00Z';

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true', DEMO: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources(
      Object.entries({ press, heard }).map(([name, content]) => ({ name: `${name}.bpmn`, content })),
    );
  });
  afterAll(() => beffroi.stop());

  const start = async (processDefinitionId: string) =>
    (await clients.cluster.createProcessInstance({ processDefinitionId } as never)).processInstanceKey;
  const take = async (type: string, worker = 'w') => {
    const options = { type, worker, timeout: 10_000, maxJobsToActivate: 1, requestTimeout: -1 };
    return (await clients.sdk.activateJobs(options))[0]!;
  };
  const found = async (filter: object) => (await clients.cluster.searchJobs({ filter }, AT_ONCE)).items;

  it('are found with how they ended', async () => {
    const [done, fallen, gone] = [await start('press'), await start('press'), await start('press')];
    await (await take('print', 'left')).complete({});
    await (await take('print', 'right')).error({ errorCode: 'jam', errorMessage: 'paper', variables: {} });
    const late = await take('print', 'right');
    await late.fail({ errorMessage: 'no ink', retries: 2 });
    expect(await found({ jobKey: late.jobKey })).toMatchObject([{ state: 'FAILED', hasFailedWithRetriesLeft: true }]);
    await clients.cluster.cancelProcessInstance({ processInstanceKey: gone });
    expect(await found({ processInstanceKey: done })).toMatchObject([
      { state: 'COMPLETED', worker: 'left', kind: 'BPMN_ELEMENT', listenerEventType: 'UNSPECIFIED', errorCode: null },
    ]);
    expect(await found({ processInstanceKey: fallen })).toMatchObject([
      { state: 'ERROR_THROWN', errorCode: 'jam', errorMessage: 'paper', worker: 'right' },
    ]);
    expect(await found({ processInstanceKey: gone, state: 'canceled' })).toMatchObject([{ errorMessage: 'no ink' }]);
    expect(await found({ type: 'print', endTime: { $exists: true } })).toHaveLength(3);
    expect(await found({ type: 'print', state: { $in: ['COMPLETED', 'ERROR_THROWN'] } })).toHaveLength(2);
  });

  it('are counted', async () => {
    const global = await clients.cluster.getGlobalJobStatistics({ from, to, jobType: 'print' }, AT_ONCE);
    expect(global).toMatchObject({ created: { count: 3 }, completed: { count: 1 }, failed: { count: 1 } });
    const types = await clients.cluster.getJobTypeStatistics(
      { filter: { from, to, jobType: { $like: 'pr*' } } },
      AT_ONCE,
    );
    expect(types.items).toMatchObject([{ jobType: 'print', created: { count: 3 }, workers: 2 }]);
    const workers = await clients.cluster.getJobWorkerStatistics({ filter: { from, to, jobType: 'print' } }, AT_ONCE);
    expect(workers.items).toMatchObject([
      { worker: 'left', completed: { count: 1 } },
      { worker: 'right', completed: { count: 0 }, created: { count: 2 } },
    ]);
    const first = await clients.cluster.getJobWorkerStatistics(
      { filter: { from, to, jobType: 'print' }, page: { limit: 1 } as never },
      AT_ONCE,
    );
    const next = await clients.cluster.getJobWorkerStatistics(
      { filter: { from, to, jobType: 'print' }, page: { limit: 1, after: first.page.endCursor as never } },
      AT_ONCE,
    );
    expect(next.items).toMatchObject([{ worker: 'right' }]);
    const [error, ...others] = (
      await clients.cluster.getJobErrorStatistics({ filter: { from, to, jobType: 'print', errorCode: 'jam' } }, AT_ONCE)
    ).items;
    expect([error, others]).toEqual([{ errorCode: 'jam', errorMessage: 'paper', workers: 1 }, []]);
    const now = Date.now();
    const near = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString() };
    const series = await clients.cluster.getJobTimeSeriesStatistics(
      { filter: { ...near, jobType: 'print', resolution: 'PT2H' } },
      AT_ONCE,
    );
    expect(series.items).toMatchObject([{ time: near.from, created: { count: 3 }, completed: { count: 1 } }]);
    const wrong = { filter: { ...near, jobType: 'print', resolution: 'often' } };
    await expect(clients.cluster.getJobTimeSeriesStatistics(wrong, AT_ONCE)).rejects.toMatchObject({ status: 400 });
  });

  it('are told apart from those of listeners, which learn about their task', async () => {
    const key = await start('heard');
    const before = await take('before');
    expect(before).toMatchObject({ kind: 'EXECUTION_LISTENER', listenerEventType: 'START' });
    await before.complete({});
    await (await take('work')).complete({});
    const { items } = await clients.cluster.searchUserTasks({ filter: { processInstanceKey: key } }, AT_ONCE);
    const { userTaskKey } = items[0]!;
    await clients.cluster.assignUserTask({ userTaskKey, assignee: 'agent1@example.org', action: 'take' });
    const job = await take('may-assign');
    expect(job).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEventType: 'ASSIGNING',
      userTask: {
        action: 'assigning',
        assignee: 'agent1@example.org',
        candidateGroups: ['population'],
        changedAttributes: ['assignee'],
        priority: 50,
        userTaskKey,
      },
    });
    await clients.cluster.completeJob({
      jobKey: job.jobKey as never,
      result: { type: 'userTask', denied: true, deniedReason: 'not today' } as never,
    });
    expect(await found({ processInstanceKey: key, kind: 'TASK_LISTENER' })).toMatchObject([
      { state: 'COMPLETED', isDenied: true, deniedReason: 'not today', listenerEventType: 'ASSIGNING' },
    ]);
    expect(await found({ processInstanceKey: key, listenerEventType: 'START' })).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundary, bpmn, extensions, node, serviceTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const error = '<bpmn:error id="lost" name="lost" errorCode="lost" />';
const caught = boundary('caught', 'ship', '<bpmn:errorEventDefinition errorRef="lost" />');
const order = (type: string): string =>
  bpmn('order', [node('startEvent', 'start'), serviceTask('ship', type), node('endEvent', 'end'), caught], {
    outside: error,
  });

describe('jobs over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([{ name: 'order.bpmn', content: order('ship') }]);
  });
  afterAll(() => beffroi.stop());

  const start = async (variables: Record<string, unknown> = {}): Promise<string> => {
    const { processInstanceKey } = await clients.sdk.createProcessInstance({
      processDefinitionId: 'order',
      variables: variables as never,
    });
    return processInstanceKey;
  };
  const activate = (options: object = {}) =>
    clients.sdk.activateJobs({ type: 'ship', worker: 'w', timeout: 10_000, maxJobsToActivate: 5, ...options });
  const state = async (processInstanceKey: string): Promise<string> =>
    (await clients.cluster.getProcessInstance({ processInstanceKey: processInstanceKey as never }, AT_ONCE)).state;

  it('go to a worker with their variables, and are completed', async () => {
    const processInstanceKey = await start({ amount: 3 });
    const [job] = await activate();
    expect(job).toMatchObject({ processInstanceKey, elementId: 'ship', retries: 3, variables: { amount: 3 } });
    expect(await activate({ requestTimeout: -1 })).toEqual([]);
    await job!.complete({ shipped: true });
    expect(await state(processInstanceKey)).toBe('COMPLETED');
    await expect(job!.complete()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('go out in the order of their priority, then of their age', async () => {
    const urgent = extensions('<zeebe:taskDefinition type="rank" /><zeebe:jobPriorityDefinition priority="=rank" />');
    const parts = [node('startEvent', 'start'), node('serviceTask', 'work', urgent), node('endEvent', 'end')];
    await clients.sdk.deployResources([{ name: 'ranked.bpmn', content: bpmn('ranked', parts) }]);
    for (const rank of [1, 70, 1, 80])
      await clients.sdk.createProcessInstance({ processDefinitionId: 'ranked', variables: { rank } as never });
    const first = await activate({ type: 'rank', maxJobsToActivate: 2 });
    const rest = await activate({ type: 'rank' });
    expect(first.map(({ variables }) => variables)).toEqual([{ rank: 80 }, { rank: 70 }]);
    expect(rest.map(({ jobKey }) => Number(jobKey))).toEqual(
      rest.map(({ jobKey }) => Number(jobKey)).sort((a, b) => a - b),
    );
    for (const job of [...first, ...rest]) await job.complete();
  });

  it('are waited for by a poll that costs nothing meanwhile', async () => {
    const waiting = activate({ requestTimeout: 20_000 });
    await sleep(300);
    const processInstanceKey = await start();
    const begin = performance.now();
    const [job] = await waiting;
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(job).toMatchObject({ processInstanceKey });
    await job!.complete();
  });

  it('have an empty answer when the time is over', async () => {
    const begin = performance.now();
    expect(await activate({ requestTimeout: 400 })).toEqual([]);
    expect(performance.now() - begin).toBeGreaterThan(350);
  });

  it('come back after a back-off with the variables of the failure, then wait for a person', async () => {
    const processInstanceKey = await start();
    const [job] = await activate();
    const found = async (asked: object) => {
      const filter = { processInstanceKey, ...asked };
      const { items: instances } = await clients.cluster.searchProcessInstances({ filter } as never, AT_ONCE);
      return instances.length;
    };
    expect([await found({ hasRetriesLeft: true }), await found({ hasRetriesLeft: false })]).toEqual([0, 1]);
    await job!.fail({ errorMessage: 'no boxes', retries: 1, retryBackOff: 1_500, variables: { box: 'none' } });
    expect([await found({ hasRetriesLeft: true }), await found({ hasRetriesLeft: false })]).toEqual([1, 0]);
    expect(await activate({ requestTimeout: -1 })).toEqual([]);
    const [again] = await activate({ requestTimeout: 5_000 });
    expect(again).toMatchObject({ jobKey: job!.jobKey, retries: 1, variables: { box: 'none' } });
    await again!.fail({ errorMessage: 'still no boxes', retries: 0 });
    const { items } = await clients.cluster.searchIncidents(
      { filter: { processInstanceKey: processInstanceKey as never, state: 'ACTIVE' } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ errorType: 'JOB_NO_RETRIES', errorMessage: 'still no boxes', jobKey: job!.jobKey }]);
    const { items: errors } = await clients.cluster.getProcessInstanceStatisticsByError(
      { filter: { errorMessage: 'still no boxes' } } as never,
      AT_ONCE,
    );
    const incidentErrorHashCode = errors[0]!.errorHashCode;
    expect(await found({ incidentErrorHashCode })).toBe(1);
    expect(await found({ incidentErrorHashCode: incidentErrorHashCode + 1 })).toBe(0);
    const troubled = { elementId: 'ship', elementInstanceState: 'ACTIVE', hasElementInstanceIncident: true };
    expect(await found(troubled)).toBe(1);
    expect(await found({ ...troubled, elementId: 'start', elementInstanceState: 'COMPLETED' })).toBe(0);
    await expect(again!.complete()).rejects.toMatchObject({ statusCode: 409 });
    await clients.cluster.updateJob({ jobKey: job!.jobKey as never, changeset: { retries: 2 } });
    await clients.sdk.resolveIncident(items[0]!.incidentKey);
    const [mended] = await activate();
    await mended!.complete();
    expect(await state(processInstanceKey)).toBe('COMPLETED');
  });

  it('throw errors that the model catches', async () => {
    const processInstanceKey = await start();
    const [job] = await activate();
    await job!.error({ errorCode: 'lost', errorMessage: 'fell off', variables: { where: 'road' } });
    expect(await state(processInstanceKey)).toBe('COMPLETED');
    const { items } = await clients.cluster.searchElementInstances(
      { filter: { processInstanceKey: processInstanceKey as never, type: 'BOUNDARY_EVENT' } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ elementId: 'caught', state: 'COMPLETED' }]);
  });

  it('come back when their worker takes too long, without spending a try', async () => {
    await start();
    const [slow] = await activate({ timeout: 3_000 });
    await clients.cluster.updateJob({ jobKey: slow!.jobKey as never, changeset: { timeout: 4_000 } });
    const begin = performance.now();
    const [fast] = await activate({ requestTimeout: 20_000 });
    expect(performance.now() - begin).toBeGreaterThan(3_000);
    expect(fast).toMatchObject({ jobKey: slow!.jobKey, retries: 3 });
    await fast!.complete();
    await expect(slow!.complete()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('give only the variables that were asked for', async () => {
    await start({ a: 1, b: 2 });
    const { jobs } = await clients.cluster.activateJobs({
      type: 'ship',
      timeout: 10_000,
      maxJobsToActivate: 1,
      fetchVariable: ['b'],
    });
    expect(jobs).toMatchObject([{ variables: { b: 2 } }]);
    const { items } = await clients.cluster.searchJobs({ filter: { jobKey: jobs[0]!.jobKey } }, AT_ONCE);
    expect(items).toMatchObject([{ type: 'ship', state: 'CREATED', elementId: 'ship' }]);
    await clients.cluster.completeJob({ jobKey: jobs[0]!.jobKey, variables: {} });
  });

  it('are done by the workers of the sdk, each one once', async () => {
    const done: string[] = [];
    const worker = clients.sdk.createJobWorker({
      type: 'ship',
      worker: 'many',
      timeout: 10_000,
      maxJobsToActivate: 10,
      jobHandler: (job) => {
        done.push(job.jobKey);
        return job.complete();
      },
    });
    const keys = await Promise.all(Array.from({ length: 30 }, () => start()));
    for (let tries = 0; tries < 400 && done.length < keys.length; tries++) await sleep(50);
    await worker.stop(1_000).catch(() => undefined);
    expect(new Set(done).size).toBe(30);
    expect(done).toHaveLength(30);
  });

  it('must be asked for sensibly', async () => {
    await expect(activate({ timeout: 0 })).rejects.toMatchObject({ statusCode: 400, title: 'INVALID_ARGUMENT' });
    await expect(activate({ type: '' })).rejects.toMatchObject({ statusCode: 400 });
  });
});

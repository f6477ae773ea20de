import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node, serviceTask, userTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const path = (id: string, ...tasks: string[]) =>
  bpmn(id, [node('startEvent', 'start'), ...tasks.map((task) => userTask(task)), node('endEvent', 'end')]);

describe('process instances over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([
      { name: 'permit.bpmn', content: path('permit', 'check', 'decide') },
      {
        name: 'sum.bpmn',
        content: bpmn('sum', [
          node('startEvent', 'start'),
          serviceTask('add', 'add'),
          node('scriptTask', 'double', extensions('<zeebe:script expression="=total * 2" resultVariable="doubled" />')),
          node('endEvent', 'end'),
        ]),
      },
    ]);
  });
  afterAll(() => beffroi.stop());

  const create = async (options: object = {}) =>
    clients.cluster.createProcessInstance({ processDefinitionId: 'permit', ...options } as never);
  const activeElements = async (processInstanceKey: string) => {
    const { items } = await clients.cluster.searchElementInstances(
      { filter: { processInstanceKey, state: 'ACTIVE', type: 'USER_TASK' } as never },
      AT_ONCE,
    );
    return items.map(({ elementId }) => elementId);
  };

  it('are started, found and cancelled', async () => {
    const created = await create({ variables: { a: 1 }, tags: ['urgent', 'paper'], businessId: 'P-1' });
    expect(created).toMatchObject({ tags: ['urgent', 'paper'], businessId: 'P-1', processDefinitionVersion: 1 });
    const { processInstanceKey } = created;
    const instance = await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE);
    expect(instance).toMatchObject({ state: 'ACTIVE', hasIncident: false, businessId: 'P-1', endDate: null });
    const { items } = await clients.cluster.searchProcessInstances(
      { filter: { tags: ['urgent'] as never, variables: [{ name: 'a', value: '1' }], state: 'ACTIVE' } },
      AT_ONCE,
    );
    expect(items.map((item) => item.processInstanceKey)).toEqual([processInstanceKey]);
    await clients.sdk.cancelProcessInstance({ processInstanceKey });
    await expect(clients.sdk.cancelProcessInstance({ processInstanceKey })).rejects.toMatchObject({ statusCode: 404 });
    const cancelled = await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE);
    expect(cancelled.state).toBe('TERMINATED');
  });

  it('end after an element that the caller names, whatever else goes on', async () => {
    const runtimeInstructions = [{ type: 'terminate_process_instance', afterElementId: 'check' }];
    const { processInstanceKey } = await create({ runtimeInstructions });
    const { items } = await clients.cluster.searchUserTasks({ filter: { processInstanceKey } }, AT_ONCE);
    await clients.cluster.completeUserTask({ userTaskKey: items[0]!.userTaskKey });
    const over = await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE);
    expect(over.state).toBe('TERMINATED');
    expect(await activeElements(processInstanceKey)).toEqual([]);
    const unknown = create({
      runtimeInstructions: [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'nowhere' }],
    });
    await expect(unknown).rejects.toMatchObject({ status: 400 });
    const other = create({ runtimeInstructions: [{ type: 'DANCE', afterElementId: 'check' }] });
    await expect(other).rejects.toMatchObject({ status: 400 });
  });

  it('have a business id of their own while they run', async () => {
    const { processInstanceKey } = await create({ businessId: 'P-2' });
    await expect(create({ businessId: 'P-2' })).rejects.toMatchObject({ status: 409 });
    await clients.cluster.cancelProcessInstance({ processInstanceKey });
    await create({ businessId: 'P-2' });
  });

  it('are awaited with their result', async () => {
    const worker = clients.sdk.createJobWorker({
      type: 'add',
      worker: 'adder',
      timeout: 5_000,
      maxJobsToActivate: 1,
      jobHandler: (job) => job.complete({ total: Number((job.variables as { a?: unknown }).a) + 1 }),
    });
    const done = await clients.sdk.createProcessInstanceWithResult({
      processDefinitionId: 'sum',
      variables: { a: 2 } as never,
      fetchVariables: ['total', 'doubled'],
    });
    expect(done.variables).toEqual({ total: 3, doubled: 6 });
    await worker.stop(1_000).catch(() => undefined);
    await expect(create({ awaitCompletion: true, requestTimeout: 200 })).rejects.toMatchObject({ status: 504 });
  });

  it('are refused when there is no such process, or a wrong wish', async () => {
    await expect(create({ processDefinitionId: 'nothing' })).rejects.toMatchObject({ status: 404 });
    await expect(create({ processDefinitionVersion: 9 })).rejects.toMatchObject({ status: 404 });
    await expect(create({ tenantId: 'elsewhere' })).rejects.toMatchObject({ status: 400 });
    await expect(create({ variables: 'none' })).rejects.toMatchObject({ status: 400 });
    await expect(
      clients.cluster.getProcessInstance({ processInstanceKey: '999999' as never }, AT_ONCE),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('begin in other elements than the start event', async () => {
    const { processInstanceKey } = await create({ startInstructions: [{ elementId: 'decide' }], variables: { a: 5 } });
    expect(await activeElements(processInstanceKey)).toEqual(['decide']);
    const { items } = await clients.cluster.searchElementInstances({ filter: { processInstanceKey } }, AT_ONCE);
    expect(items.map(({ elementId }) => elementId).sort()).toEqual(['decide', 'permit']);
    const variables = await clients.cluster.searchVariables({ filter: { processInstanceKey } }, AT_ONCE);
    expect(variables.items).toMatchObject([{ name: 'a', value: '5' }]);
    const [task] = await beffroi.tasks(processInstanceKey);
    await clients.cluster.completeUserTask({ userTaskKey: task!.id as never });
    expect(await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE)).toMatchObject({
      state: 'COMPLETED',
    });
    await expect(create({ startInstructions: [{ elementId: 'nowhere' }] })).rejects.toMatchObject({ status: 400 });
  });

  it('are modified: terminated, activated and moved', async () => {
    const { processInstanceKey } = await create();
    await clients.cluster.modifyProcessInstance({
      processInstanceKey,
      moveInstructions: [
        {
          sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'check' },
          targetElementId: 'decide',
          variableInstructions: [{ variables: { moved: true } }],
        } as never,
      ],
    });
    expect(await activeElements(processInstanceKey)).toEqual(['decide']);
    await clients.cluster.modifyProcessInstance({
      processInstanceKey,
      activateInstructions: [
        { elementId: 'check', variableInstructions: [{ scopeId: 'check', variables: { local: 1 } }] } as never,
      ],
      terminateInstructions: [{ elementId: 'decide' as never }],
    });
    expect(await activeElements(processInstanceKey)).toEqual(['check']);
    await expect(
      clients.cluster.modifyProcessInstance({
        processInstanceKey,
        activateInstructions: [{ elementId: 'nowhere' as never }],
      }),
    ).rejects.toMatchObject({ status: 400 });
    const { items } = await clients.cluster.searchVariables(
      { filter: { processInstanceKey, name: { $in: ['moved', 'local'] } } },
      AT_ONCE,
    );
    const scopes = new Map(
      items.map(({ name, value, scopeKey }) => [name, [value, String(scopeKey) === String(processInstanceKey)]]),
    );
    expect(Object.fromEntries(scopes)).toEqual({ moved: ['true', true], local: ['1', false] });
  });

  it('are migrated to another version', async () => {
    const { processInstanceKey } = await create();
    const deployed = await clients.sdk.deployResources([
      { name: 'permit.bpmn', content: path('permit', 'verify', 'decide') },
    ]);
    const targetProcessDefinitionKey = deployed.processes[0]!.processDefinitionKey;
    const migrate = (mappingInstructions: object[]) =>
      clients.sdk.migrateProcessInstance({
        processInstanceKey,
        targetProcessDefinitionKey,
        mappingInstructions,
      } as never);
    await expect(migrate([])).rejects.toMatchObject({ statusCode: 409 });
    await migrate([{ sourceElementId: 'check', targetElementId: 'verify' }]);
    const { items } = await clients.cluster.searchUserTasks(
      { filter: { processInstanceKey, state: 'CREATED' } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ elementId: 'verify', processDefinitionVersion: 2 }]);
    await clients.sdk.completeUserTask({ userTaskKey: items[0]!.userTaskKey });
    expect(await activeElements(processInstanceKey)).toEqual(['decide']);
    // what it did before is found with the version that it is of now
    const filter = { processInstanceKey, processDefinitionKey: targetProcessDefinitionKey as never };
    const elements = await clients.cluster.searchElementInstances({ filter }, AT_ONCE);
    expect(elements.items.map(({ elementId }) => elementId)).toEqual(['permit', 'start', 'check', 'decide']);
    const acts = await clients.cluster.searchAuditLogs({ filter }, AT_ONCE);
    expect(acts.items.map(({ operationType }) => operationType)).toEqual(['MIGRATE', 'COMPLETE']);
  });

  it('are found by the state of an element, of one and the same', async () => {
    const { processInstanceKey } = await create();
    const found = async (asked: object) => {
      const filter = { processInstanceKey, ...asked };
      return (await clients.cluster.searchProcessInstances({ filter }, AT_ONCE)).items.length;
    };
    expect(await found({ elementId: 'start', elementInstanceState: 'COMPLETED' })).toBe(1);
    expect(await found({ elementId: 'start', elementInstanceState: 'ACTIVE' })).toBe(0);
    expect(await found({ elementId: 'verify', elementInstanceState: 'active' })).toBe(1);
    expect(await found({ elementId: 'verify', hasElementInstanceIncident: true })).toBe(0);
    expect(await found({ elementInstanceState: 'ACTIVE' })).toBe(1);
    expect(await found({ elementInstanceState: 'COMPLETED' })).toBe(1);
    expect(await found({ elementInstanceState: 'TERMINATED' })).toBe(0);
  });

  it('stand still while they are suspended', async () => {
    const { processInstanceKey } = await create();
    const ask = (action: string) =>
      fetch(`${beffroi.url}/v2/process-instances/${processInstanceKey}/${action}`, { method: 'POST' });
    expect((await ask('suspension')).status).toBe(204);
    expect((await ask('suspension')).status).toBe(409);
    const { items } = await clients.cluster.searchUserTasks({ filter: { processInstanceKey } }, AT_ONCE);
    const { userTaskKey } = items[0]!;
    await expect(clients.cluster.completeUserTask({ userTaskKey })).rejects.toMatchObject({ status: 409 });
    expect((await ask('resumption')).status).toBe(204);
    await clients.cluster.completeUserTask({ userTaskKey });
  });

  it('show where they have been', async () => {
    const { processInstanceKey } = await create();
    const statistics = await clients.cluster.getProcessInstanceStatistics({ processInstanceKey }, AT_ONCE);
    expect(statistics.items).toEqual([
      { elementId: 'start', active: 0, canceled: 0, incidents: 0, completed: 1 },
      { elementId: 'verify', active: 1, canceled: 0, incidents: 0, completed: 0 },
    ]);
    const flows = await clients.cluster.getProcessInstanceSequenceFlows({ processInstanceKey }, AT_ONCE);
    expect(flows.items.map(({ elementId }) => elementId)).toEqual(['start-verify']);
    const hierarchy = await clients.cluster.getProcessInstanceCallHierarchy({ processInstanceKey }, AT_ONCE);
    expect(hierarchy).toMatchObject([{ processInstanceKey }]);
    const { processDefinitionKey } = await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE);
    const ofAll = await clients.cluster.getProcessDefinitionStatistics(
      { processDefinitionKey, filter: { state: 'ACTIVE' } as never },
      AT_ONCE,
    );
    expect(ofAll.items).toContainEqual(expect.objectContaining({ elementId: 'verify' }));
  });

  it('are paged by offset and by cursor, in any order', async () => {
    for (let n = 0; n < 5; n++) await create({ variables: { n }, tags: ['pages'] });
    const page = (options: object) =>
      clients.cluster.searchProcessInstances(
        { filter: { tags: ['pages'] }, sort: [{ field: 'endDate', order: 'DESC' }], ...options } as never,
        AT_ONCE,
      );
    const keys = ({ items }: Awaited<ReturnType<typeof page>>) => items.map((item) => item.processInstanceKey);
    const all = keys(await page({}));
    expect(all).toHaveLength(5);
    const first = await page({ page: { limit: 2 } });
    expect(first.page.totalItems).toBe(5);
    const second = await page({ page: { limit: 2, after: first.page.endCursor } });
    const third = await page({ page: { limit: 2, after: second.page.endCursor } });
    expect([...keys(first), ...keys(second), ...keys(third)]).toEqual(all);
    expect(keys(await page({ page: { limit: 2, before: third.page.startCursor } }))).toEqual(keys(second));
    expect(keys(await page({ page: { from: 3, limit: 9 } }))).toEqual(all.slice(3));
    await expect(page({ page: { after: 'bm9uc2Vuc2U=' } })).rejects.toMatchObject({ status: 400 });
    await expect(page({ sort: [{ field: 'colour' }] })).rejects.toMatchObject({ status: 400 });
    await expect(page({ filter: { colour: 'red' } })).rejects.toMatchObject({ status: 400 });
    await expect(page({ filter: { startDate: { $gt: 'soon' } } })).rejects.toMatchObject({ status: 400 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { bpmn, node, userTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const path = (...tasks: string[]) =>
  bpmn('permit', [node('startEvent', 'start'), ...tasks.map((task) => userTask(task)), node('endEvent', 'end')]);
/** Waits for an answer before it goes on: an expression that gives nothing. */
const choosing = bpmn('choosing', [
  node('startEvent', 'start'),
  node(
    'scriptTask',
    'script',
    '<bpmn:extensionElements><zeebe:script expression="=assert(a, a != null)" resultVariable="b" /></bpmn:extensionElements>',
  ),
  node('endEvent', 'end'),
]);

describe('batch operations over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { DEMO: 'true' } });
    clients = camundaClients(beffroi, { email: 'admin@example.org', password: 'beffroi-demo' });
    await clients.sdk.deployResources([
      { name: 'permit.bpmn', content: path('check', 'decide') },
      { name: 'choosing.bpmn', content: choosing },
    ]);
  });
  afterAll(() => beffroi.stop());

  const start = async (tag: string, processDefinitionId = 'permit') =>
    (await clients.cluster.createProcessInstance({ processDefinitionId, tags: [tag] } as never)).processInstanceKey;
  const tagged = (tag: string) => ({ filter: { tags: [tag] } }) as never;
  const done = async ({ batchOperationKey }: { batchOperationKey: never }) => {
    for (;;) {
      const batch = await clients.cluster.getBatchOperation({ batchOperationKey }, AT_ONCE);
      if (batch.state === 'COMPLETED') return batch;
      await sleep(20);
    }
  };
  const elements = async (tag: string) => {
    const { items } = await clients.cluster.searchUserTasks(
      { filter: { tags: [tag], state: 'CREATED' } } as never,
      AT_ONCE,
    );
    return items.map(({ elementId }) => elementId);
  };

  it('cancel many, and say how it went', async () => {
    for (let n = 0; n < 5; n++) await start('cancel');
    const created = await clients.cluster.cancelProcessInstancesBatchOperation(tagged('cancel'));
    expect(created.batchOperationType).toBe('CANCEL_PROCESS_INSTANCE');
    const batch = await done(created as never);
    expect(batch).toMatchObject({
      operationsTotalCount: 5,
      operationsCompletedCount: 5,
      operationsFailedCount: 0,
      actorId: 'admin@example.org',
    });
    const { items } = await clients.cluster.searchBatchOperationItems(
      { filter: { batchOperationKey: created.batchOperationKey, state: 'COMPLETED' } },
      AT_ONCE,
    );
    expect(items).toHaveLength(5);
    for (const field of ['batchOperationKey', 'batchOperationId']) {
      const filter = { [field]: created.batchOperationKey };
      const touched = await clients.cluster.searchProcessInstances({ filter }, AT_ONCE);
      expect(touched.items).toHaveLength(5);
      const others = await clients.cluster.searchProcessInstances({ filter: { [field]: '42' } }, AT_ONCE);
      expect(others.items).toEqual([]);
    }
    expect(await elements('cancel')).toEqual([]);
    const found = await clients.cluster.searchBatchOperations(
      { filter: { operationType: 'CANCEL_PROCESS_INSTANCE' } },
      AT_ONCE,
    );
    expect(found.items).toHaveLength(1);
    await expect(
      clients.cluster.cancelBatchOperation({ batchOperationKey: created.batchOperationKey }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it('move and migrate many; those that cannot go stay', async () => {
    await Promise.all([start('move'), start('move')]);
    const moved = await clients.cluster.modifyProcessInstancesBatchOperation({
      ...(tagged('move') as object),
      moveInstructions: [{ sourceElementId: 'check', targetElementId: 'decide' }],
    } as never);
    await done(moved as never);
    expect(await elements('move')).toEqual(['decide', 'decide']);
    await start('move');
    const { processes } = await clients.sdk.deployResources([
      { name: 'permit.bpmn', content: path('verify', 'decide') },
    ]);
    const migrated = await clients.cluster.migrateProcessInstancesBatchOperation({
      ...(tagged('move') as object),
      migrationPlan: { targetProcessDefinitionKey: processes[0]!.processDefinitionKey, mappingInstructions: [] },
    } as never);
    expect(await done(migrated as never)).toMatchObject({ operationsCompletedCount: 2, operationsFailedCount: 1 });
    const { items } = await clients.cluster.searchBatchOperationItems(
      { filter: { batchOperationKey: migrated.batchOperationKey, state: 'FAILED' } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ errorMessage: expect.stringContaining('check') }]);
  });

  it('resolve the incidents of one and of many', async () => {
    const key = await start('trouble', 'choosing');
    await start('trouble', 'choosing');
    await clients.cluster.createElementInstanceVariables({ elementInstanceKey: key as never, variables: { a: 1 } });
    await done((await clients.cluster.resolveProcessInstanceIncidents({ processInstanceKey: key })) as never);
    expect((await clients.cluster.getProcessInstance({ processInstanceKey: key }, AT_ONCE)).state).toBe('COMPLETED');
    await done((await clients.cluster.resolveIncidentsBatchOperation(tagged('trouble'))) as never);
    const { items } = await clients.cluster.searchIncidents({ filter: { state: 'ACTIVE' } }, AT_ONCE);
    expect(items).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR' }]);
    await expect(
      clients.cluster.cancelProcessInstancesBatchOperation({ filter: { colour: 'red' } } as never),
    ).rejects.toMatchObject({ status: 400 });
  });

  it('are told with everything else that people did', async () => {
    const key = await start('audit');
    const { items } = await clients.cluster.searchUserTasks({ filter: { processInstanceKey: key } }, AT_ONCE);
    const { userTaskKey } = items[0]!;
    await clients.cluster.assignUserTask({ userTaskKey, assignee: 'agent1@example.org' });
    await clients.cluster.completeUserTask({ userTaskKey });
    await clients.cluster.cancelProcessInstance({ processInstanceKey: key });
    const log = await clients.cluster.searchAuditLogs(
      { filter: { processInstanceKey: key }, sort: [{ field: 'timestamp' }] },
      AT_ONCE,
    );
    expect(log.items.map(({ operationType, actorId }) => [operationType, actorId])).toEqual([
      ['ASSIGN', 'admin@example.org'],
      ['COMPLETE', 'admin@example.org'],
      ['CANCEL', 'admin@example.org'],
    ]);
    const { auditLogKey } = log.items[0]!;
    expect(await clients.cluster.getAuditLog({ auditLogKey }, AT_ONCE)).toEqual(log.items[0]);
    const ofTask = await clients.cluster.searchUserTaskAuditLogs({ userTaskKey }, AT_ONCE);
    expect(ofTask.items).toHaveLength(2);
  });
});

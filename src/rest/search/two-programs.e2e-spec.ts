import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, message, messageDefinition, node, serviceTask, userTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const order = bpmn(
  'order',
  [
    node('startEvent', 'start'),
    userTask('check'),
    serviceTask('pack', 'pack'),
    node('intermediateCatchEvent', 'payment', messageDefinition('paid')),
    node('endEvent', 'end'),
  ],
  { outside: message('paid', '=order') },
);

/** Two programs on one database, as in a town that one machine is not enough for: what one has answered the other finds. */
describe('a search right after a command', () => {
  let programs: TestWorkflow[];
  let clients: CamundaClients['cluster'][];

  beforeAll(async () => {
    const one = await startWorkflow({ env: { API_OPEN: 'true' } });
    const other = await startWorkflow({ env: { API_OPEN: 'true' }, database: one.database });
    programs = [other, one]; // the database goes with the last
    clients = programs.map((program) => camundaClients(program).cluster);
  });
  afterAll(async () => {
    for (const program of programs) await program.stop();
  });

  it.each([0, 1, 2, 3, 4, 5])('finds what another program has done, at once (%i)', async (n) => {
    const [here, there] = n % 2 === 0 ? [clients[0]!, clients[1]!] : [clients[1]!, clients[0]!];
    const processDefinitionId = `order-${n}`;
    const resources = [new File([order.replace('"order"', `"${processDefinitionId}"`)], 'order.bpmn')];
    await here.createDeployment({ resources });
    const definitions = await there.searchProcessDefinitions({ filter: { processDefinitionId } }, AT_ONCE);
    expect(definitions.items).toHaveLength(1);

    const variables = { order: `A-${n}` };
    const { processInstanceKey } = await there.createProcessInstance({ processDefinitionId, variables } as never);
    const filter = { processInstanceKey };
    const states = async (search: 'searchUserTasks' | 'searchJobs' | 'searchProcessInstances') =>
      (await here[search]({ filter }, AT_ONCE)).items.map(({ state }: { state: string }) => state);
    expect(await states('searchProcessInstances')).toEqual(['ACTIVE']);
    const { items: active } = await here.searchElementInstances({ filter: { ...filter, state: 'ACTIVE' } }, AT_ONCE);
    expect(active.map(({ elementId }) => elementId)).toEqual([processDefinitionId, 'check']);
    const known = await here.searchVariables({ filter: { ...filter, name: 'order' } }, AT_ONCE);
    expect(known.items.map(({ value }) => value)).toEqual([JSON.stringify(variables.order)]);
    const { items: tasks } = await here.searchUserTasks({ filter }, AT_ONCE);
    expect(tasks.map(({ state }) => state)).toEqual(['CREATED']);

    const { userTaskKey } = tasks[0]!;
    await there.assignUserTask({ userTaskKey, assignee: 'somebody' });
    expect((await here.getUserTask({ userTaskKey }, AT_ONCE)).assignee).toBe('somebody');
    await there.completeUserTask({ userTaskKey, variables: { good: true } });
    expect(await states('searchUserTasks')).toEqual(['COMPLETED']);
    const { items: acts } = await here.searchAuditLogs({ filter }, AT_ONCE);
    expect(acts.map(({ operationType }) => operationType)).toEqual(['ASSIGN', 'COMPLETE']);
    expect(await states('searchJobs')).toEqual(['CREATED']);

    const asked = { type: 'pack', worker: 'w', timeout: 10_000, maxJobsToActivate: 5, requestTimeout: -1 };
    const { jobs } = await here.activateJobs(asked);
    expect(jobs.map((job) => job.processInstanceKey)).toEqual([processInstanceKey]);
    await there.completeJob({ jobKey: jobs[0]!.jobKey });
    expect(await states('searchJobs')).toEqual(['COMPLETED']);
    const { items: waiting } = await here.searchMessageSubscriptions({ filter }, AT_ONCE);
    expect(waiting.map(({ correlationKey }) => correlationKey)).toEqual([variables.order]);

    await there.correlateMessage({ name: 'paid', correlationKey: variables.order });
    expect(await states('searchProcessInstances')).toEqual(['COMPLETED']);
    const { items: correlated } = await here.searchCorrelatedMessageSubscriptions({ filter }, AT_ONCE);
    expect(correlated).toHaveLength(1);
  });
});

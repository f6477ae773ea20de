import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const form = JSON.stringify({ id: 'decision', type: 'default', components: [{ type: 'textfield', key: 'why' }] });
const check = node(
  'userTask',
  'check',
  extensions(
    `<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="population" />
     <zeebe:formDefinition formId="decision" /><zeebe:ioMapping><zeebe:input source="=amount * 2" target="double" />
     </zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key="colour" value="red" /></zeebe:taskHeaders>`,
  ),
);
const approval = bpmn('approval', [node('startEvent', 'start'), check, node('endEvent', 'end')]);

describe('user tasks over the API', () => {
  let beffroi: TestWorkflow;
  let admin: CamundaClients;
  let agent: CamundaClients;
  let stranger: CamundaClients;

  const signedIn = (email: string) => camundaClients(beffroi, { email, password: 'beffroi-demo' });

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { DEMO: 'true' } });
    admin = signedIn('admin@example.org');
    agent = signedIn('agent1@example.org');
    stranger = signedIn('etat-civil@example.org');
    await admin.sdk.deployResources([
      { name: 'approval.bpmn', content: approval },
      { name: 'decision.form', content: form },
    ]);
  });
  afterAll(() => beffroi.stop());

  const start = async (variables: Record<string, unknown> = {}) => {
    const { processInstanceKey } = await admin.cluster.createProcessInstance({
      processDefinitionId: 'approval' as never,
      variables,
    });
    const { items } = await admin.cluster.searchUserTasks({ filter: { processInstanceKey } }, AT_ONCE);
    return { processInstanceKey, userTaskKey: items[0]!.userTaskKey };
  };

  it('are found at once, with what a list shows', async () => {
    const { processInstanceKey, userTaskKey } = await start({ amount: 2 });
    const task = await agent.cluster.getUserTask({ userTaskKey }, AT_ONCE);
    expect(task).toMatchObject({
      name: 'check',
      state: 'CREATED',
      assignee: null,
      candidateGroups: ['population'],
      customHeaders: { colour: 'red' },
      priority: 50,
      processInstanceKey,
    });
    expect(task.formKey).toMatch(/^\d+$/);
    const { items } = await agent.sdk.searchUserTasks({
      filter: { processInstanceKey, state: 'created' as never, candidateGroup: 'population' },
    });
    expect(items.map((item) => item.userTaskKey)).toEqual([userTaskKey]);
  });

  it('are claimed, given back, and completed by a candidate', async () => {
    const { processInstanceKey, userTaskKey } = await start({ amount: 2 });
    await agent.sdk.assignUserTask({ userTaskKey, assignee: 'agent1@example.org', allowOverride: false });
    expect(await agent.sdk.getUserTask(userTaskKey)).toMatchObject({ assignee: 'agent1@example.org' });
    await expect(
      signedIn('agent2@example.org').sdk.assignUserTask({
        userTaskKey,
        assignee: 'agent2@example.org',
        allowOverride: false,
      }),
    ).rejects.toMatchObject({ statusCode: 409, title: 'INVALID_STATE' });
    await agent.sdk.unassignUserTask({ userTaskKey });
    await agent.cluster.assignUserTask({ userTaskKey, assignee: 'agent2@example.org' });
    await admin.cluster.unassignUserTask({ userTaskKey });
    await agent.sdk.completeUserTask({ userTaskKey, variables: { why: 'fine' } });
    await expect(agent.sdk.completeUserTask({ userTaskKey })).rejects.toMatchObject({ statusCode: 409 });
    expect(await admin.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE)).toMatchObject({
      state: 'COMPLETED',
    });
  });

  it('of another department are neither seen nor done', async () => {
    const { processInstanceKey, userTaskKey } = await start();
    const { items, page } = await stranger.cluster.searchUserTasks({ filter: { processInstanceKey } }, AT_ONCE);
    expect([items, page.totalItems]).toEqual([[], 0]);
    await expect(stranger.cluster.getUserTask({ userTaskKey }, AT_ONCE)).rejects.toMatchObject({ status: 404 });
    await expect(stranger.cluster.completeUserTask({ userTaskKey })).rejects.toMatchObject({ status: 403 });
    await expect(
      stranger.cluster.assignUserTask({ userTaskKey, assignee: 'etat-civil@example.org' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('are changed at both addresses', async () => {
    const { userTaskKey } = await start();
    await agent.sdk.updateUserTask({
      userTaskKey,
      changeset: { dueDate: '2030-01-02T03:04:05Z', candidateGroups: ['population', 'etat-civil'] },
    });
    await agent.cluster.updateUserTask({ userTaskKey, changeset: { priority: 80, followUpDate: null } });
    expect(await stranger.cluster.getUserTask({ userTaskKey }, AT_ONCE)).toMatchObject({
      dueDate: '2030-01-02T03:04:05.000Z',
      candidateGroups: ['population', 'etat-civil'],
      priority: 80,
    });
    await agent.cluster.updateUserTask({ userTaskKey, changeset: { dueDate: '' } });
    expect(await agent.cluster.getUserTask({ userTaskKey }, AT_ONCE)).toMatchObject({ dueDate: null });
    await expect(agent.cluster.updateUserTask({ userTaskKey, changeset: { priority: 300 } })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('have a form, and variables of every scope around them', async () => {
    const { userTaskKey } = await start({ amount: 2, double: 'of the process' });
    expect(await agent.cluster.getUserTaskForm({ userTaskKey }, AT_ONCE)).toMatchObject({
      formId: 'decision',
      schema: form,
    });
    const all = await agent.cluster.searchUserTaskVariables({ userTaskKey, sort: [{ field: 'name' }] }, AT_ONCE);
    expect(all.items.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['amount', '2'],
      ['double', '"of the process"'],
      ['double', '4'],
    ]);
    const seen = await agent.cluster.searchUserTaskEffectiveVariables({ userTaskKey }, AT_ONCE);
    expect(seen.items.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['amount', '2'],
      ['double', '4'],
    ]);
    const { items } = await agent.sdk.searchUserTaskVariables({ userTaskKey });
    expect(items).toHaveLength(3);
  });

  it('are found by variables, dates, texts and priorities', async () => {
    const { userTaskKey, processInstanceKey } = await start({ amount: 4711, who: { name: 'Exemple', age: 4 } });
    const found = async (filter: object) => {
      const { items } = await agent.cluster.searchUserTasks({ filter: { ...filter, state: 'CREATED' } }, AT_ONCE);
      return items.map((item) => item.userTaskKey);
    };
    expect(await found({ processInstanceVariables: [{ name: 'amount', value: '4711' }] })).toEqual([userTaskKey]);
    expect(await found({ processInstanceVariables: [{ name: 'who', value: '{"name":"Exemple","age":4}' }] })).toEqual([
      userTaskKey,
    ]);
    expect(await found({ processInstanceVariables: [{ name: 'who', value: { $like: '*Exem*' } }] })).toEqual([
      userTaskKey,
    ]);
    expect(await found({ localVariables: [{ name: 'double', value: '9422' }] })).toEqual([userTaskKey]);
    const here = { processInstanceKey };
    expect(await found({ ...here, name: { $like: 'ch?ck' }, priority: { $gte: 50, $lt: 51 } })).toEqual([userTaskKey]);
    expect(await found({ ...here, creationDate: { $gt: '2020-01-01T00:00:00Z' } })).toEqual([userTaskKey]);
    expect(await found({ ...here, assignee: { $exists: false }, dueDate: { $exists: false } })).toEqual([userTaskKey]);
    expect(await found({ ...here, candidateGroup: { $in: ['nobody', 'population'] } })).toEqual([userTaskKey]);
    expect(await found({ ...here, candidateGroup: { $notIn: ['nobody'] }, name: { $neq: 'check' } })).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node, timerDefinition } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const inner = `<bpmn:incoming>start-sub</bpmn:incoming><bpmn:startEvent id="in" /><bpmn:sequenceFlow id="f" sourceRef="in" targetRef="ask" />
  <bpmn:userTask id="ask" name="Ask">${extensions('<zeebe:userTask /><zeebe:ioMapping><zeebe:input source="=1" target="depth" /></zeebe:ioMapping>')}</bpmn:userTask>`;
const nested = bpmn('nested', [
  node('startEvent', 'start'),
  node(
    'subProcess',
    'sub',
    `${extensions('<zeebe:ioMapping><zeebe:input source="=0" target="depth" /></zeebe:ioMapping>')}${inner}`,
  ),
  node('endEvent', 'end'),
]);
const waiting = bpmn('waiting', [
  node('startEvent', 'start'),
  node('intermediateCatchEvent', 'later', timerDefinition('timeDuration', 'P30D')),
  node('endEvent', 'end'),
]);
const choosing = bpmn('choosing', [
  node('startEvent', 'start'),
  node('scriptTask', 'script', extensions('<zeebe:script expression="=assert(a, a > 1)" resultVariable="b" />')),
  node('endEvent', 'end'),
]);

describe('cases over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources(
      Object.entries({ nested, waiting, choosing }).map(([name, content]) => ({ name: `${name}.bpmn`, content })),
    );
  });
  afterAll(() => beffroi.stop());

  const start = async (processDefinitionId: string, variables = {}) =>
    (await clients.cluster.createProcessInstance({ processDefinitionId, variables } as never)).processInstanceKey;

  it('know variables by scope, and are told new ones', async () => {
    const { cluster } = clients;
    const key = await start('nested', { depth: 'none', list: [1, { a: null }] });
    const elements = await cluster.searchElementInstances(
      { filter: { processInstanceKey: key, state: 'ACTIVE' }, sort: [{ field: 'startDate' }] },
      AT_ONCE,
    );
    expect(elements.items.map(({ elementId, type }) => [elementId, type])).toEqual([
      ['nested', 'PROCESS'],
      ['sub', 'SUB_PROCESS'],
      ['ask', 'USER_TASK'],
    ]);
    const [process, sub, ask] = elements.items.map(({ elementInstanceKey }) => elementInstanceKey);
    expect(process).toBe(key);
    expect(await cluster.getElementInstance({ elementInstanceKey: ask! }, AT_ONCE)).toMatchObject({
      elementName: 'Ask',
      state: 'ACTIVE',
      endDate: null,
    });
    const inSub = await cluster.searchElementInstances({ filter: { elementInstanceScopeKey: sub! } }, AT_ONCE);
    expect(inSub.items).toMatchObject([{ elementId: 'ask' }]);
    const depths = await cluster.searchVariables(
      { filter: { processInstanceKey: key, name: 'depth' }, sort: [{ field: 'value' }] },
      AT_ONCE,
    );
    expect(depths.items.map(({ value, scopeKey }) => [value, scopeKey])).toEqual([
      ['"none"', key],
      ['0', sub],
      ['1', ask],
    ]);
    const { variableKey } = depths.items[2]!;
    expect(await cluster.getVariable({ variableKey }, AT_ONCE)).toMatchObject({ name: 'depth', value: '1' });
    const set = (elementInstanceKey: never, variables: object, local = false) =>
      cluster.createElementInstanceVariables({ elementInstanceKey, variables, local } as never);
    await set(ask as never, { depth: 2, fresh: true });
    await set(sub as never, { mine: 'here' }, true);
    const scoped = await cluster.searchVariables({ filter: { scopeKey: sub! as never } }, AT_ONCE);
    expect(scoped.items.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['depth', '0'],
      ['mine', '"here"'],
    ]);
    expect(await cluster.getVariable({ variableKey }, AT_ONCE)).toMatchObject({ value: '2' });
    const found = await cluster.searchVariables(
      { filter: { name: { $in: ['fresh', 'list'] }, processInstanceKey: key } },
      AT_ONCE,
    );
    expect(found.items.map(({ name, value, scopeKey }) => [name, value, scopeKey]).sort()).toEqual([
      ['fresh', 'true', key],
      ['list', '[1,{"a":null}]', key],
    ]);
    await expect(set('4242424242' as never, { a: 1 })).rejects.toMatchObject({ status: 404 });
    await expect(set(key as never, 'none' as never)).rejects.toMatchObject({ status: 400 });
  });

  it('tell what is wrong, and go on once it is mended', async () => {
    const { cluster, sdk } = clients;
    const key = await start('choosing', { a: 0 });
    const { items } = await cluster.searchProcessInstanceIncidents({ processInstanceKey: key }, AT_ONCE);
    const [incident] = items;
    expect(incident).toMatchObject({
      elementId: 'script',
      errorType: 'EXTRACT_VALUE_ERROR',
      state: 'ACTIVE',
      jobKey: null,
    });
    const { incidentKey, elementInstanceKey } = incident!;
    expect(await cluster.getIncident({ incidentKey }, AT_ONCE)).toEqual(incident);
    const ofElement = await cluster.searchElementInstanceIncidents({ elementInstanceKey }, AT_ONCE);
    expect(ofElement.items).toEqual([incident]);
    expect(await cluster.getElementInstance({ elementInstanceKey }, AT_ONCE)).toMatchObject({
      hasIncident: true,
      incidentKey,
    });
    await sdk.resolveIncident(incidentKey);
    const again = await cluster.searchIncidents({ filter: { processInstanceKey: key, state: 'ACTIVE' } }, AT_ONCE);
    expect(again.items).toHaveLength(1);
    await cluster.createElementInstanceVariables({ elementInstanceKey: key as never, variables: { a: 2 } });
    await cluster.resolveIncident({ incidentKey: again.items[0]!.incidentKey });
    expect(await cluster.getProcessInstance({ processInstanceKey: key }, AT_ONCE)).toMatchObject({
      state: 'COMPLETED',
      hasIncident: false,
    });
    await expect(cluster.resolveIncident({ incidentKey })).rejects.toMatchObject({ status: 404 });
  });

  it('are counted, with those in trouble', async () => {
    const { cluster } = clients;
    const before = await start('choosing', { a: 0 });
    const page = await cluster.getProcessDefinitionInstanceStatistics(
      { sort: [{ field: 'activeInstancesWithIncidentCount', order: 'DESC' }] },
      AT_ONCE,
    );
    expect(page.items[0]).toMatchObject({
      processDefinitionId: 'choosing',
      hasMultipleVersions: false,
      activeInstancesWithIncidentCount: 1,
      activeInstancesWithoutIncidentCount: 0,
    });
    const versions = await cluster.getProcessDefinitionInstanceVersionStatistics(
      { filter: { processDefinitionId: 'nested' as never } },
      AT_ONCE,
    );
    expect(versions.items).toMatchObject([{ processDefinitionVersion: 1, activeInstancesWithoutIncidentCount: 1 }]);
    const errors = await cluster.getProcessInstanceStatisticsByError({}, AT_ONCE);
    expect(errors.items).toMatchObject([{ activeInstancesWithErrorCount: 1 }]);
    const { errorHashCode } = errors.items[0]!;
    const definitions = await cluster.getProcessInstanceStatisticsByDefinition({ filter: { errorHashCode } }, AT_ONCE);
    expect(definitions.items).toMatchObject([{ processDefinitionId: 'choosing', activeInstancesWithErrorCount: 1 }]);
    await cluster.cancelProcessInstance({ processInstanceKey: before });
  });

  it('meet the time to which a test moves the clock', async () => {
    const key = await start('waiting');
    await clients.cluster.pinClock({ timestamp: Date.now() + 31 * 24 * 3_600_000 });
    expect(await clients.cluster.getProcessInstance({ processInstanceKey: key }, AT_ONCE)).toMatchObject({
      state: 'COMPLETED',
    });
    await clients.cluster.resetClock();
    const young = await start('waiting');
    const { startDate } = await clients.cluster.getProcessInstance({ processInstanceKey: young }, AT_ONCE);
    expect(Math.abs(Date.parse(startDate) - Date.now())).toBeLessThan(60_000);
  });
});

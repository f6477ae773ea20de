import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bpmn,
  message,
  messageDefinition,
  node,
  serviceTask,
  signal,
  signalDefinition,
} from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const waiting = bpmn(
  'waiting',
  [
    node('startEvent', 'start'),
    node('intermediateCatchEvent', 'payment', messageDefinition('paid')),
    node('endEvent', 'end'),
  ],
  { outside: message('paid', '=order') },
);
const called = bpmn('called', [node('startEvent', 'start', messageDefinition('call')), node('endEvent', 'end')], {
  outside: message('call'),
});
const alarmed = bpmn(
  'alarmed',
  [
    node('startEvent', 'start'),
    node('intermediateCatchEvent', 'alarm', signalDefinition('fire')),
    serviceTask('run', 'run'),
    node('endEvent', 'end'),
  ],
  { outside: signal('fire') },
);
const brigade = bpmn('brigade', [node('startEvent', 'start', signalDefinition('fire')), node('endEvent', 'end')], {
  outside: signal('fire'),
});

describe('messages and signals over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    const models = { waiting, called, alarmed, brigade };
    await clients.sdk.deployResources(
      Object.entries(models).map(([name, content]) => ({ name: `${name}.bpmn`, content })),
    );
  });
  afterAll(() => beffroi.stop());

  const start = async (processDefinitionId: string, variables = {}) =>
    (await clients.cluster.createProcessInstance({ processDefinitionId, variables } as never)).processInstanceKey;
  const state = async (processInstanceKey: Awaited<ReturnType<typeof start>>) =>
    (await clients.cluster.getProcessInstance({ processInstanceKey }, AT_ONCE)).state;
  const paid = (correlationKey: string, options: object = {}) =>
    clients.sdk.publishMessage({ name: 'paid', correlationKey, variables: {}, ...options });

  it('a message reaches who waits for it, with its variables', async () => {
    const key = await start('waiting', { order: 'o-1' });
    const subscriptions = await clients.cluster.searchMessageSubscriptions(
      { filter: { processInstanceKey: key } },
      AT_ONCE,
    );
    expect(subscriptions.items).toMatchObject([{ messageName: 'paid', correlationKey: 'o-1', elementId: 'payment' }]);
    expect(await paid('o-1', { variables: { amount: 5 } })).toMatchObject({ tenantId: '<default>' });
    expect(await state(key)).toBe('COMPLETED');
    const { items } = await clients.cluster.searchVariables({ filter: { processInstanceKey: key } }, AT_ONCE);
    expect(items.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['amount', '5'],
      ['order', '"o-1"'],
    ]);
    const reached = await clients.cluster.searchCorrelatedMessageSubscriptions(
      { filter: { processInstanceKey: key } },
      AT_ONCE,
    );
    expect(reached.items).toMatchObject([{ messageName: 'paid', correlationKey: 'o-1' }]);
  });

  it('those who wait are counted by process', async () => {
    const keys = [await start('waiting', { order: 'o-7' }), await start('waiting', { order: 'o-8' })];
    const { items } = await clients.cluster.getProcessDefinitionMessageSubscriptionStatistics(
      { filter: { messageName: 'paid', processInstanceKey: { $in: keys } } },
      AT_ONCE,
    );
    expect(items).toMatchObject([
      { processDefinitionId: 'waiting', activeSubscriptions: 2, processInstancesWithActiveSubscriptions: 2 },
    ]);
    await Promise.all(keys.map((processInstanceKey) => clients.cluster.cancelProcessInstance({ processInstanceKey })));
  });

  it('a message that lives waits for who will want it; one that does not is gone', async () => {
    await paid('o-2', { timeToLive: 60_000 });
    await paid('o-3', { timeToLive: 0 });
    const [early, late] = [await start('waiting', { order: 'o-2' }), await start('waiting', { order: 'o-3' })];
    await beffroi.settled();
    expect(await state(early)).toBe('COMPLETED');
    expect(await state(late)).toBe('ACTIVE');
  });

  it('a message id is published once while its message lives', async () => {
    const twice = { timeToLive: 60_000, messageId: 'm-1' };
    await paid('o-4', twice);
    await expect(paid('o-4', twice)).rejects.toMatchObject({ statusCode: 409, title: 'ALREADY_EXISTS' });
    beffroi.clock.advance('PT2M');
    await paid('o-4', twice);
  });

  it('correlating tells whom it reached, or that nobody waits', async () => {
    const key = await start('waiting', { order: 'o-5' });
    const correlate = (name: string, correlationKey: string) =>
      clients.sdk.correlateMessage({ name, correlationKey, variables: {} });
    expect(await correlate('paid', 'o-5')).toMatchObject({ processInstanceKey: key });
    await expect(correlate('paid', 'o-5')).rejects.toMatchObject({ statusCode: 404, title: 'NOT_FOUND' });
    const started = await clients.cluster.correlateMessage({ name: 'call', variables: { from: 'phone' } });
    expect(await state(started.processInstanceKey)).toBe('COMPLETED');
    await expect(clients.cluster.correlateMessage({ name: '' })).rejects.toMatchObject({ status: 400 });
  });

  it('a signal has reached everybody by the time it is answered', async () => {
    const keys = [await start('alarmed'), await start('alarmed')];
    const { signalKey } = await clients.sdk.broadcastSignal({ signalName: 'fire', variables: { floor: 2 } });
    expect(signalKey).toMatch(/^\d+$/);
    const { items } = await clients.cluster.searchJobs({ filter: { type: 'run' } }, AT_ONCE);
    expect(items.map(({ processInstanceKey }) => processInstanceKey).sort()).toEqual(keys.sort());
    const brigades = await clients.cluster.searchProcessInstances(
      { filter: { processDefinitionId: 'brigade', variables: [{ name: 'floor', value: '2' }] } },
      AT_ONCE,
    );
    expect(brigades.items).toHaveLength(1);
  });
});

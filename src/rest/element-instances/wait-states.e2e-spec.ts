import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  boundary,
  bpmn,
  flow,
  message,
  messageDefinition,
  node,
  serviceTask,
  signal,
  signalDefinition,
  timerDefinition,
  userTask,
} from '../../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const condition = `<bpmn:conditionalEventDefinition id="c"><bpmn:condition xsi:type="bpmn:tFormalExpression">=x > 10</bpmn:condition></bpmn:conditionalEventDefinition>`;
const aside = (...parts: ReturnType<typeof node>[]) => parts.map((part) => ({ ...part, aside: true }));
const branches = aside(
  serviceTask('send', 'send'),
  userTask('look'),
  node('intermediateCatchEvent', 'paid', messageDefinition('paid')),
  node('intermediateCatchEvent', 'later', timerDefinition('timeDuration', 'P1D')),
  node('intermediateCatchEvent', 'alarm', signalDefinition('fire')),
  node('intermediateCatchEvent', 'much', condition),
  node('eventBasedGateway', 'either'),
);
const everything = bpmn(
  'everything',
  [
    node('startEvent', 'start'),
    node('parallelGateway', 'fork'),
    ...branches,
    ...branches.map(({ id }) => flow('fork', id)),
    ...aside(
      node('intermediateCatchEvent', 'call', messageDefinition('call')),
      node('intermediateCatchEvent', 'week', timerDefinition('timeDuration', 'P7D')),
    ),
    flow('either', 'call'),
    flow('either', 'week'),
    boundary('reminder', 'look', timerDefinition('timeDuration', 'P2D'), { interrupting: false }),
  ],
  { outside: message('paid', '=order') + message('call', '=order') + signal('fire') },
);

describe('why an instance waits', () => {
  let beffroi: TestWorkflow;
  let key: string;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    const { diagnostics } = await beffroi.deploy('everything.bpmn', everything);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    key = await beffroi.start('everything', { order: 'o-1', x: 1 });
  });
  afterAll(() => beffroi.stop());

  interface WaitState {
    readonly elementId: string;
    readonly elementType: string;
    readonly details: { readonly waitStateType: string };
  }
  // the released clients do not know this operation yet
  const ask = async (path: string, body?: object) => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${beffroi.url}/v2/${path}`, body ? options : {});
    return { status: response.status, ...((await response.json()) as { items: WaitState[] }) };
  };
  const search = async (filter: object) =>
    (await ask('element-instances/wait-states/search', { filter, sort: [{ field: 'elementId' }] })).items;

  it('is told for every kind of wait, without what is merely attached', async () => {
    const items = await search({ processInstanceKey: key });
    expect(items.map(({ elementId, elementType, details }) => [elementId, elementType, details.waitStateType])).toEqual(
      [
        ['alarm', 'INTERMEDIATE_CATCH_EVENT', 'SIGNAL'],
        ['either', 'EVENT_BASED_GATEWAY', expect.stringMatching(/TIMER|MESSAGE/)],
        ['either', 'EVENT_BASED_GATEWAY', expect.stringMatching(/TIMER|MESSAGE/)],
        ['later', 'INTERMEDIATE_CATCH_EVENT', 'TIMER'],
        ['look', 'USER_TASK', 'USER_TASK'],
        ['much', 'INTERMEDIATE_CATCH_EVENT', 'CONDITION'],
        ['paid', 'INTERMEDIATE_CATCH_EVENT', 'MESSAGE'],
        ['send', 'SERVICE_TASK', 'JOB'],
      ],
    );
    const details = (id: string) => items.find(({ elementId }) => elementId === id)!.details;
    expect(details('send')).toEqual({
      waitStateType: 'JOB',
      jobKey: expect.stringMatching(/^\d+$/),
      jobType: 'send',
      jobKind: 'BPMN_ELEMENT',
      listenerEventType: null,
      retries: 3,
    });
    expect(details('paid')).toMatchObject({ messageName: 'paid', correlationKey: 'o-1' });
    expect(details('alarm')).toMatchObject({ signalName: 'fire' });
    expect(details('much')).toMatchObject({ expression: '=x > 10' });
    const { dueDate, repetitions } = details('later') as unknown as { dueDate: number; repetitions: number };
    expect(new Date(dueDate).getTime() - beffroi.clock.now().getTime()).toBeGreaterThan(23 * 3_600_000);
    expect(repetitions).toBe(0);
    expect(details('look')).toMatchObject({ taskKey: expect.stringMatching(/^\d+$/), dueDate: null });
  });

  it('is asked for by type, element and instance', async () => {
    const ids = async (filter: object) => (await search(filter)).map(({ elementId }) => elementId);
    expect(await ids({ waitStateType: { $in: ['JOB', 'condition'] } })).toEqual(['much', 'send']);
    expect(await ids({ elementType: 'USER_TASK', rootProcessInstanceKey: key })).toEqual(['look']);
    expect(await ids({ elementId: { $like: 'l*' } })).toEqual(['later', 'look']);
    expect((await ask('element-instances/wait-states/search', { filter: { colour: 1 } })).status).toBe(400);
  });

  it('is counted by element', async () => {
    const { items } = await ask(`process-instances/${key}/statistics/wait-states`);
    expect(items).toContainEqual({ elementId: 'either', waitingCount: 1 });
    expect(items).toHaveLength(7);
    expect((await ask('process-instances/424242/statistics/wait-states')).status).toBe(404);
  });
});

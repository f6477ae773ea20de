import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const job = (id: string) => `<bpmn:serviceTask id="${id}">${extensions(`<zeebe:taskDefinition type="${id}" />`)}
  </bpmn:serviceTask>`;
const visit = `<bpmn:userTask id="visit" name="Visit">
  <bpmn:documentation>Somebody goes there.</bpmn:documentation>${extensions('<zeebe:userTask />')}</bpmn:userTask>`;
const inquiry = bpmn('inquiry', [
  node('startEvent', 'start'),
  node(
    'adHocSubProcess',
    'inside',
    extensions(`<zeebe:taskDefinition type="direct" />
      <zeebe:adHoc outputCollection="answers" outputElement="=answer" />`) +
      job('police') +
      job('works') +
      visit,
  ),
  node('endEvent', 'end'),
]);

/** The stories of ad-hoc sub-processes that a worker directs, through the official clients. */
describe('the worker of an ad-hoc sub-process', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([{ name: 'inquiry.bpmn', content: inquiry }]);
  });
  afterAll(() => beffroi.stop());

  const start = async () =>
    (await clients.cluster.createProcessInstance({ processDefinitionId: 'inquiry' } as never)).processInstanceKey;
  const take = async (type: string) =>
    (
      await clients.sdk.activateJobs({ type, worker: 'w', timeout: 10_000, maxJobsToActivate: 1, requestTimeout: -1 })
    )[0];
  const stateOf = async (processInstanceKey: string) =>
    (await clients.cluster.getProcessInstance({ processInstanceKey } as never, AT_ONCE)).state;

  it('says what runs inside, round by round, with a worker of the client', async () => {
    const key = await start();
    const rounds: unknown[] = [];
    const over = new Promise<void>((resolve) => {
      const director = clients.cluster.createJobWorker({
        jobType: 'direct',
        jobTimeoutMs: 10_000,
        maxParallelJobs: 1,
        jobHandler: async (asked) => {
          const { answers = [] } = asked.variables as { answers?: string[] };
          rounds.push([asked.kind, answers]);
          const next = answers.length > 0 ? 'works' : 'police';
          if (answers.length < 2)
            return asked.complete(
              { seen: answers.length },
              {
                type: 'adHocSubProcess',
                activateElements: [{ elementId: next as never, variables: { n: answers.length } }],
                isCompletionConditionFulfilled: false,
                isCancelRemainingInstances: false,
              },
            );
          const receipt = await asked.complete(
            {},
            { type: 'adHocSubProcess', isCompletionConditionFulfilled: true, isCancelRemainingInstances: false },
          );
          director.stop();
          resolve();
          return receipt;
        },
      });
      for (const type of ['police', 'works']) {
        const other = clients.cluster.createJobWorker({
          jobType: type,
          jobTimeoutMs: 10_000,
          maxParallelJobs: 1,
          jobHandler: async (asked) => {
            const receipt = await asked.complete({ answer: `${type} ${JSON.stringify(asked.variables)}` });
            other.stop();
            return receipt;
          },
        });
      }
    });
    await over;
    expect(rounds.map((round) => (round as unknown[])[0])).toEqual(Array(3).fill('AD_HOC_SUB_PROCESS'));
    expect(await stateOf(key)).toBe('COMPLETED');
    const { items } = await clients.cluster.searchVariables(
      { filter: { processInstanceKey: key, name: 'answers' } },
      AT_ONCE,
    );
    const answers = JSON.parse(items[0]!.value) as string[];
    expect(answers.map((answer) => answer.split(' ')[0])).toEqual(['police', 'works']);
    expect(answers[0]).toContain('"n":0');
    expect(answers[1]).toContain('"seen":1');
  }, 60_000);

  it('is told what can begin, and is found as what it is', async () => {
    const key = await start();
    const asked = (await take('direct'))!;
    expect(asked).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', listenerEventType: 'UNSPECIFIED', elementId: 'inside' });
    expect(asked.variables).toMatchObject({
      adHocSubProcessElements: [
        { elementId: 'police' },
        { elementId: 'works' },
        { elementId: 'visit', elementName: 'Visit', documentation: 'Somebody goes there.' },
      ],
    });
    const { items } = await clients.cluster.searchJobs(
      { filter: { processInstanceKey: key, kind: 'AD_HOC_SUB_PROCESS' } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ jobKey: asked.jobKey, listenerEventType: 'UNSPECIFIED' }]);
    await clients.cluster.cancelProcessInstance({ processInstanceKey: key });
    expect(await take('direct')).toBeUndefined();
  });

  it('ends what runs when it says so', async () => {
    const key = await start();
    const complete = async (result: object) => {
      const { jobKey } = (await take('direct'))!;
      await clients.cluster.completeJob({
        jobKey: jobKey as never,
        result: { type: 'adHocSubProcess', ...result } as never,
      });
    };
    await complete({ activateElements: [{ elementId: 'visit' }, { elementId: 'police' }] });
    await (await take('police'))!.complete({ answer: 'seen' });
    const tasks = async () =>
      (await clients.cluster.searchUserTasks({ filter: { processInstanceKey: key } }, AT_ONCE)).items.map(
        ({ state }) => state,
      );
    expect(await tasks()).toEqual(['CREATED']);
    await complete({ isCompletionConditionFulfilled: true, isCancelRemainingInstances: true });
    expect(await tasks()).toEqual(['CANCELED']);
    expect(await stateOf(key)).toBe('COMPLETED');
  });

  it('is refused what its sub-process does not have, and others what is not theirs to say', async () => {
    const key = await start();
    const { jobKey } = (await take('direct'))!;
    const wrong = { type: 'adHocSubProcess', activateElements: [{ elementId: 'nowhere' }] } as never;
    await expect(clients.cluster.completeJob({ jobKey: jobKey as never, result: wrong })).rejects.toMatchObject({
      status: 400,
      detail: expect.stringContaining("'nowhere'"),
    });
    const police = { type: 'adHocSubProcess', activateElements: [{ elementId: 'police' }] } as never;
    await clients.cluster.completeJob({ jobKey: jobKey as never, result: police });
    const other = (await take('police'))!;
    await expect(clients.cluster.completeJob({ jobKey: other.jobKey as never, result: police })).rejects.toMatchObject({
      status: 409,
    });
    await clients.cluster.cancelProcessInstance({ processInstanceKey: key });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, userTask } from '../../../test/support/bpmn.js';
import { type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const flood = (limit: number) =>
  bpmn('flood', [
    node(
      'startEvent',
      'rising',
      `<bpmn:conditionalEventDefinition id="c"><bpmn:condition xsi:type="bpmn:tFormalExpression">=level > ${limit}</bpmn:condition></bpmn:conditionalEventDefinition>`,
    ),
    userTask('warn'),
    node('endEvent', 'end'),
  ]);
const other = bpmn('other', [node('startEvent', 'start'), node('endEvent', 'end')]);

describe('conditions at which processes begin', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  const keys: string[] = [];

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    for (const limit of [5, 10]) {
      const files = [{ name: 'flood.bpmn', content: flood(limit) }];
      keys.push((await clients.sdk.deployResources(files)).processes[0]!.processDefinitionKey);
    }
    await clients.sdk.deployResources([{ name: 'other.bpmn', content: other }]);
  });
  afterAll(() => beffroi.stop());

  const evaluate = (variables: Record<string, unknown>, processDefinitionKey?: string) =>
    clients.cluster.evaluateConditionals({
      variables,
      tenantId: '<default>' as never,
      ...(processDefinitionKey && { processDefinitionKey: processDefinitionKey as never }),
    });

  it('are looked at in the latest version of every process', async () => {
    expect((await evaluate({ level: 7 })).processInstances).toEqual([]);
    const { processInstances, conditionalEvaluationKey } = await evaluate({ level: 12 });
    expect(conditionalEvaluationKey).toMatch(/^\d+$/);
    expect(processInstances).toMatchObject([{ processDefinitionKey: keys[1] }]);
    const tasks = await beffroi.tasks(processInstances[0]!.processInstanceKey);
    expect(tasks.map(({ element }) => element)).toEqual(['warn']);
  });

  it('are looked at in one version that is named', async () => {
    expect((await evaluate({ level: 7 }, keys[0])).processInstances).toMatchObject([{ processDefinitionKey: keys[0] }]);
    expect((await evaluate({}, keys[0])).processInstances).toEqual([]);
    await expect(evaluate({ level: 7 }, '424242')).rejects.toMatchObject({ status: 404 });
  });
});

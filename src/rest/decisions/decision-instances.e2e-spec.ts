import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Fees" namespace="urn:example">
  <decision id="rate" name="Rate"><variable name="rate" />
    <literalExpression><text>if vip then 1 else 2</text></literalExpression></decision>
  <decision id="fee" name="Fee"><informationRequirement><requiredDecision href="#rate" /></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input id="in" label="Copies"><inputExpression typeRef="number"><text>copies</text></inputExpression></input>
      <output id="out" name="fee" typeRef="number" />
      <rule id="few"><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>copies * rate</text></outputEntry></rule>
      <rule id="many"><inputEntry><text>-</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>
    </decisionTable></decision>
</definitions>`;
const charging = bpmn('charging', [
  node('startEvent', 'start'),
  node('businessRuleTask', 'ask', extensions('<zeebe:calledDecision decisionId="fee" resultVariable="fee" />')),
  node('endEvent', 'end'),
]);

describe('decisions that were asked', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
    await clients.sdk.deployResources([
      { name: 'fees.dmn', content: dmn },
      { name: 'charging.bpmn', content: charging },
    ]);
  });
  afterAll(() => beffroi.stop());

  const start = async (variables: object) =>
    (await clients.cluster.createProcessInstance({ processDefinitionId: 'charging', variables } as never))
      .processInstanceKey;
  const found = async (filter: object) =>
    (
      await clients.cluster.searchDecisionInstances(
        { filter, sort: [{ field: 'decisionEvaluationInstanceKey' }] } as never,
        AT_ONCE,
      )
    ).items;

  it('by an instance are found with all that was asked on the way', async () => {
    const processInstanceKey = await start({ copies: 3, vip: false });
    const items = await found({ processInstanceKey });
    expect(items).toMatchObject([
      { decisionDefinitionId: 'rate', decisionDefinitionType: 'LITERAL_EXPRESSION', result: '2', state: 'EVALUATED' },
      { decisionDefinitionId: 'fee', decisionDefinitionType: 'DECISION_TABLE', result: '6', evaluationFailure: null },
    ]);
    const [rate, fee] = items;
    expect(rate).toMatchObject({ rootDecisionDefinitionKey: fee!.decisionDefinitionKey });
    expect(rate!.decisionDefinitionKey).not.toBe(fee!.decisionDefinitionKey);
    const element = await clients.cluster.getElementInstance({ elementInstanceKey: fee!.elementInstanceKey! }, AT_ONCE);
    expect(element).toMatchObject({ elementId: 'ask', processInstanceKey });
    const { decisionEvaluationInstanceKey } = fee!;
    const details = await clients.cluster.getDecisionInstance({ decisionEvaluationInstanceKey }, AT_ONCE);
    expect(details).toMatchObject({
      evaluatedInputs: [{ inputId: 'in', inputName: 'Copies', inputValue: '3' }],
      matchedRules: [
        { ruleId: 'few', ruleIndex: 1, evaluatedOutputs: [{ outputId: 'out', outputName: 'fee', outputValue: '6' }] },
      ],
    });
    const { decisionEvaluationKey } = fee!;
    expect(await found({ decisionEvaluationKey, decisionDefinitionType: 'decision_table' })).toHaveLength(1);
    expect(await found({ processInstanceKey, decisionDefinitionName: { $like: 'R*' } })).toHaveLength(1);
    expect(await found({ elementInstanceKey: fee!.elementInstanceKey, decisionDefinitionVersion: 1 })).toHaveLength(2);
  });

  it('that failed say why, and where', async () => {
    const processInstanceKey = await start({ copies: 'three', vip: true });
    expect(await found({ processInstanceKey, state: 'FAILED' })).toMatchObject([
      { decisionDefinitionId: 'fee', evaluationFailure: expect.stringContaining('Copies'), result: 'null' },
    ]);
    const failed = await clients.cluster.evaluateDecision({
      decisionDefinitionId: 'fee' as never,
      variables: { copies: 'three', vip: true },
    });
    expect(failed).toMatchObject({
      failedDecisionDefinitionId: 'fee',
      failureMessage: expect.stringContaining('Copies'),
      evaluatedDecisions: [{ decisionDefinitionId: 'rate', output: '1' }],
    });
  });

  it('by a program are found by the key that it was told', async () => {
    const { decisionEvaluationKey } = await clients.cluster.evaluateDecision({
      decisionDefinitionId: 'fee' as never,
      variables: { copies: 9, vip: true },
    });
    expect(await found({ decisionEvaluationKey })).toMatchObject([
      { decisionDefinitionId: 'rate', processInstanceKey: null, elementInstanceKey: null },
      { decisionDefinitionId: 'fee', result: '5' },
    ]);
    const get = (decisionEvaluationInstanceKey: string) =>
      clients.cluster.getDecisionInstance(
        { decisionEvaluationInstanceKey: decisionEvaluationInstanceKey as never },
        AT_ONCE,
      );
    await expect(get('42-1')).rejects.toMatchObject({ status: 404 });
    await expect(get('42')).rejects.toMatchObject({ status: 400 });
  });
});

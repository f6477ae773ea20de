import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node, userTask } from '../../../test/support/bpmn.js';
import { AT_ONCE, type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const formed = node('startEvent', 'start', extensions('<zeebe:formDefinition formId="request" />'));
const process = (task: string, start = formed) => bpmn('town', [start, userTask(task), node('endEvent', 'end')]);
const form = JSON.stringify({ id: 'request', type: 'default', components: [] });
const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="prices" name="Prices" namespace="http://example.org">
  <decision id="rate" name="Rate">
    <variable name="rate" typeRef="number" /><literalExpression><text>2</text></literalExpression>
  </decision>
  <decision id="price" name="Price">
    <informationRequirement id="needs"><requiredDecision href="#rate" /></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input id="i"><inputExpression typeRef="number"><text>copies</text></inputExpression></input>
      <output id="o" name="price" typeRef="number" />
      <rule id="few"><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>copies * rate</text></outputEntry></rule>
      <rule id="many"><inputEntry><text>-</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;

describe('models over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  const deploy = (...files: [name: string, content: string][]) =>
    clients.sdk.deployResources(files.map(([name, content]) => ({ name, content })));

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
  });
  afterAll(() => beffroi.stop());

  it('are deployed together, and once', async () => {
    const first = await deploy(
      ['town.bpmn', process('one')],
      ['request.form', form],
      ['prices.dmn', dmn],
      ['notes.txt', 'hello'],
    );
    expect(first.processes).toMatchObject([{ processDefinitionId: 'town', processDefinitionVersion: 1 }]);
    expect(first.forms).toMatchObject([{ formId: 'request', version: 1 }]);
    expect(first.decisions.map(({ decisionDefinitionId }) => decisionDefinitionId).sort()).toEqual(['price', 'rate']);
    expect(first.decisionRequirements).toMatchObject([{ decisionRequirementsId: 'prices' }]);
    const again = await deploy(['town.bpmn', process('one')]);
    expect(again.processes).toEqual(first.processes);
    const changed = await clients.cluster.createDeployment({
      resources: [new File([process('two')], 'town.bpmn'), new File(['hello'], 'notes.txt')],
    });
    expect(changed.processes).toMatchObject([{ processDefinitionVersion: 2 }]);
    expect(changed.resources).toMatchObject([{ resourceName: 'notes.txt', version: 1 }]);
  });

  it('are refused with every reason', async () => {
    const broken = process('one').replace('<bpmn:userTask', '<bpmn:serviceTask id="odd" /><bpmn:userTask');
    await expect(deploy(['town.bpmn', broken])).rejects.toMatchObject({
      statusCode: 400,
      detail: expect.stringMatching(/town\.bpmn:\d+: .*\(job-without-type\)/),
    });
    await expect(deploy(['town.bpmn', 'no xml'])).rejects.toMatchObject({ statusCode: 400 });
    const empty = await fetch(`${beffroi.url}/v2/deployments`, { method: 'POST', body: new FormData() });
    expect(empty.status).toBe(400);
  });

  it('of processes are found, read and drawn', async () => {
    const { items } = await clients.cluster.searchProcessDefinitions(
      { filter: { processDefinitionId: 'town' }, sort: [{ field: 'version', order: 'DESC' }] },
      AT_ONCE,
    );
    expect(items).toMatchObject([
      { version: 2, hasStartForm: true },
      { version: 1, resourceName: 'town.bpmn' },
    ]);
    const latest = await clients.cluster.searchProcessDefinitions({ filter: { isLatestVersion: true } }, AT_ONCE);
    expect(latest.items).toMatchObject([{ version: 2 }]);
    const { processDefinitionKey } = items[1]!;
    expect(await clients.cluster.getProcessDefinition({ processDefinitionKey }, AT_ONCE)).toEqual(items[1]);
    expect(await clients.cluster.getProcessDefinitionXml({ processDefinitionKey }, AT_ONCE)).toBe(process('one'));
    expect(await clients.cluster.getStartProcessForm({ processDefinitionKey }, AT_ONCE)).toMatchObject({
      formId: 'request',
      schema: form,
    });
    await deploy(['plain.bpmn', bpmn('plain', [node('startEvent', 'start'), node('endEvent', 'end')])]);
    const plain = await clients.cluster.searchProcessDefinitions({ filter: { hasStartForm: false } }, AT_ONCE);
    expect(plain.items).toMatchObject([{ processDefinitionId: 'plain' }]);
    const without = plain.items[0]!.processDefinitionKey;
    expect((await fetch(`${beffroi.url}/v2/process-definitions/${without}/form`)).status).toBe(204);
  });

  it('of decisions are found and asked', async () => {
    const { items } = await clients.cluster.searchDecisionDefinitions(
      { filter: { decisionDefinitionId: 'price' as never, isLatestVersion: true } },
      AT_ONCE,
    );
    expect(items).toMatchObject([{ name: 'Price', version: 1, decisionRequirementsId: 'prices' }]);
    const { decisionDefinitionKey, decisionRequirementsKey } = items[0]!;
    expect(await clients.cluster.getDecisionDefinition({ decisionDefinitionKey }, AT_ONCE)).toEqual(items[0]);
    expect(await clients.cluster.getDecisionDefinitionXml({ decisionDefinitionKey }, AT_ONCE)).toBe(dmn);
    expect(await clients.cluster.getDecisionRequirementsXml({ decisionRequirementsKey }, AT_ONCE)).toBe(dmn);
    const graphs = await clients.cluster.searchDecisionRequirements({}, AT_ONCE);
    expect(graphs.items).toMatchObject([{ decisionRequirementsKey, decisionRequirementsName: 'Prices' }]);
    expect(await clients.cluster.getDecisionRequirements({ decisionRequirementsKey }, AT_ONCE)).toEqual(
      graphs.items[0],
    );
    const byKey = await clients.sdk.evaluateDecision({ decisionDefinitionKey, variables: { copies: 2 } });
    expect(byKey).toMatchObject({ output: '4', decisionDefinitionId: 'price', failureMessage: null });
    const byId = await clients.cluster.evaluateDecision({
      decisionDefinitionId: 'price' as never,
      variables: { copies: 7 },
    });
    expect(byId.evaluatedDecisions).toMatchObject([
      { decisionDefinitionId: 'rate', output: '2' },
      { decisionDefinitionId: 'price', output: '5', matchedRules: [{ ruleId: 'many', ruleIndex: 2 }] },
    ]);
    await expect(clients.cluster.evaluateDecision({ decisionDefinitionId: 'none' as never })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('as files are read back', async () => {
    const { resources } = await clients.cluster.createDeployment({ resources: [new File(['hello'], 'notes.txt')] });
    const { resourceKey } = resources[0]!;
    expect(await clients.cluster.getResource({ resourceKey })).toMatchObject({ resourceName: 'notes.txt' });
    const content = await fetch(`${beffroi.url}/v2/resources/${resourceKey}/content`);
    expect(await content.text()).toBe('hello');
    const found = await fetch(`${beffroi.url}/v2/resources/search`, { method: 'POST' });
    expect(await found.json()).toMatchObject({ items: [{ resourceKey, resourceName: 'notes.txt' }] });
    const forms = await deploy(['request.form', form]);
    const read = await fetch(`${beffroi.url}/v2/forms/${forms.forms[0]!.formKey}`);
    expect(await read.json()).toMatchObject({ formId: 'request', schema: form });
  });

  it('that nobody used are taken back; what an instance ran on stays', async () => {
    const { processes } = await deploy(['town.bpmn', process('three')]);
    const { processDefinitionKey, processDefinitionVersion } = processes[0]!;
    expect(await clients.sdk.deleteResource({ resourceKey: processDefinitionKey })).toMatchObject({});
    await expect(clients.sdk.deleteResource({ resourceKey: processDefinitionKey })).rejects.toMatchObject({
      statusCode: 404,
    });
    const started = await clients.cluster.createProcessInstance({ processDefinitionId: 'town' as never });
    expect(started.processDefinitionVersion).toBe(processDefinitionVersion - 1);
    await expect(clients.cluster.deleteResource({ resourceKey: started.processDefinitionKey })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('of expressions are tried out', async () => {
    const evaluate = (expression: string) => clients.cluster.evaluateExpression({ expression, variables: { a: 3 } });
    expect(await evaluate('=a * 2')).toMatchObject({ result: 6, warnings: [] });
    expect(await evaluate('=b')).toMatchObject({ result: null, warnings: [{ message: expect.any(String) }] });
    await expect(evaluate('=1 +')).rejects.toMatchObject({ status: 400 });
    await expect(evaluate('a')).rejects.toMatchObject({ status: 400 });
  });
});

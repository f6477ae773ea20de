import { describe, expect, it } from '@jest/globals';
import { bpmn, extensions, node } from '../../test/support/bpmn.js';
import { begun } from '../../test/corners/playing.js';
import type { SimulateOptions } from '../simulation/simulation.js';

const inner = ['one', 'two', 'three'].map(
  (id) => `<bpmn:userTask id="${id}">${extensions('<zeebe:userTask />')}</bpmn:userTask>`,
);
const model = (within = '', attributes = '', definition = '<zeebe:taskDefinition type="direct" />') =>
  bpmn('process', [
    node('startEvent', 'start'),
    node('adHocSubProcess', 'inside', extensions(definition) + inner.join('') + within, attributes),
    node('endEvent', 'end'),
  ]);
const left: SimulateOptions = { work: () => 'wait' };

describe('the worker of an ad-hoc sub-process', () => {
  it('is told what can begin, and its answer stays inside', async () => {
    const simulation = await begun(model(), left);
    const [job] = simulation.jobs;
    expect(job).toMatchObject({ element: 'inside', type: 'direct' });
    expect(job!.variables['adHocSubProcessElements']).toEqual(
      ['one', 'two', 'three'].map((elementId) => ({ elementId })),
    );
    simulation.completeJob({ variables: { plan: 7 }, direct: { activate: [{ element: 'one', variables: { n: 1 } }] } });
    expect(simulation.userTasks).toMatchObject([{ element: 'one', variables: { n: 1, plan: 7 } }]);
    expect(simulation.instances[0]!.variables).toEqual({});
    expect(simulation.jobs).toEqual([]);
  });

  it('is asked again when something has run to its end; only the newest question counts', async () => {
    const simulation = await begun(model(), left);
    simulation.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'two' }] } });
    simulation.complete({ element: 'one' });
    const [second] = simulation.jobs;
    simulation.complete({ element: 'two' });
    expect(simulation.jobs).toHaveLength(1);
    expect(simulation.jobs[0]!.key).not.toBe(second!.key);
    simulation.completeJob({ direct: { enough: true } });
    expect(simulation.instances[0]).toMatchObject({ status: 'completed' });
  });

  it('ends it with what runs last, or ends what runs', async () => {
    const patient = await begun(model(), left);
    patient.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'two' }], enough: true } });
    patient.complete({ element: 'one' });
    expect(patient.jobs).toEqual([]);
    patient.complete({ element: 'two' });
    expect(patient.instances[0]).toMatchObject({ status: 'completed' });

    const hasty = await begun(model(), left);
    hasty.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'two' }] } });
    hasty.complete({ element: 'one' });
    hasty.completeJob({ direct: { activate: [{ element: 'three' }], cancelsRemaining: true } });
    expect(hasty.userTasks.map(({ element }) => element)).toEqual(['three']);
    hasty.complete({ element: 'three' });
    hasty.completeJob({ direct: { enough: true, cancelsRemaining: true } });
    expect(hasty.instances[0]).toMatchObject({ status: 'completed' });
  });

  it('cannot name what is not there, and nobody else can direct', async () => {
    const simulation = await begun(model(), left);
    const wrong = () => simulation.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'nine' }] } });
    expect(wrong).toThrow("Expected elements inside 'inside', but there is no 'nine'.");
    expect([simulation.jobs.length, simulation.userTasks.length]).toEqual([1, 0]);
    const plain = bpmn('process', [
      node('startEvent', 'start'),
      node('serviceTask', 'work', extensions('<zeebe:taskDefinition type="work" />')),
      node('endEvent', 'end'),
    ]);
    const other = await begun(plain, left);
    expect(() => other.completeJob({ direct: { enough: true } })).toThrow('the job is another');
  });

  it('that fails leaves an incident, which goes with the question', async () => {
    const simulation = await begun(model(), left);
    simulation.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'two' }] } });
    simulation.complete({ element: 'one' });
    simulation.failJob({ retries: 0 });
    expect(simulation.incidents).toMatchObject([{ element: 'inside', code: 'job-failed' }]);
    simulation.complete({ element: 'two' });
    expect(simulation.incidents).toEqual([]);
    expect(simulation.jobs).toHaveLength(1);
  });

  it('is asked once its question can be put', async () => {
    const simulation = await begun(model('', '', '<zeebe:taskDefinition type="=kind" />'), left);
    expect(simulation.incidents).toMatchObject([{ element: 'inside', code: 'expression-type' }]);
    simulation.setVariables({ variables: { kind: 'direct' } });
    simulation.resolve({ element: 'inside' });
    expect(simulation.jobs).toMatchObject([{ type: 'direct' }]);
  });

  it('is not asked any more once an event sub-process has taken over', async () => {
    const handler = `<bpmn:subProcess id="handler" triggeredByEvent="true">
      <bpmn:startEvent id="alarm" isInterrupting="true"><bpmn:signalEventDefinition id="s" signalRef="fire" /></bpmn:startEvent>
      <bpmn:userTask id="extinguish">${extensions('<zeebe:userTask />')}</bpmn:userTask>
      <bpmn:sequenceFlow id="f" sourceRef="alarm" targetRef="extinguish" /></bpmn:subProcess>`;
    const xml = model(handler).replace('<bpmn:process', '<bpmn:signal id="fire" name="fire" /><bpmn:process');
    const simulation = await begun(xml, left);
    expect(simulation.jobs[0]!.variables['adHocSubProcessElements']).toHaveLength(3);
    simulation.broadcast({ name: 'fire' });
    expect(simulation.jobs).toEqual([]);
    simulation.complete({ element: 'extinguish' });
    expect(simulation.instances[0]).toMatchObject({ status: 'completed' });
  });

  it('lets one run after the other in a sequential one', async () => {
    const simulation = await begun(model('', 'ordering="Sequential"'), left);
    simulation.completeJob({ direct: { activate: [{ element: 'one' }, { element: 'two' }], enough: true } });
    expect(simulation.userTasks.map(({ element }) => element)).toEqual(['one']);
    simulation.complete({ element: 'one' });
    expect(simulation.userTasks.map(({ element }) => element)).toEqual(['two']);
    simulation.complete({ element: 'two' });
    expect(simulation.instances[0]).toMatchObject({ status: 'completed' });
  });

  it('is told what each element wants to know, and gives it to all that its flow leads to', async () => {
    const ask = (name: string) =>
      extensions(`<zeebe:userTask /><zeebe:ioMapping>
        <zeebe:input source="=fromAi(toolCall.${name}, &#34;What it is.&#34;, &#34;number&#34;)" target="${name}" />
      </zeebe:ioMapping>`);
    const flow = `<bpmn:userTask id="first">${ask('amount')}</bpmn:userTask>
      <bpmn:parallelGateway id="fork" /><bpmn:parallelGateway id="join" />
      <bpmn:userTask id="left">${extensions('<zeebe:userTask />')}</bpmn:userTask>
      <bpmn:userTask id="right">${extensions('<zeebe:userTask />')}</bpmn:userTask>
      <bpmn:userTask id="last">${extensions('<zeebe:userTask />')}</bpmn:userTask>
      ${['first fork', 'fork left', 'fork right', 'left join', 'right join', 'join last']
        .map((ends) => ends.split(' '))
        .map(([from, to]) => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`)
        .join('')}`;
    const simulation = await begun(model(flow), left);
    const offered = simulation.jobs[0]!.variables['adHocSubProcessElements'] as readonly { elementId: string }[];
    expect(offered.find(({ elementId }) => elementId === 'first')).toEqual({
      elementId: 'first',
      parameters: [{ name: 'toolCall.amount', description: 'What it is.', type: 'number' }],
    });
    const variables = { toolCall: { amount: 7 } };
    simulation.completeJob({ direct: { activate: [{ element: 'first', variables }] } });
    for (const element of ['first', 'left', 'right']) simulation.complete({ element });
    expect(simulation.userTasks).toMatchObject([{ element: 'last', variables }]);
    simulation.complete({ element: 'last' });
    expect(simulation.instances[0]!.variables).toEqual({});
  });

  it('gives each of a sequential one what is its own', async () => {
    const simulation = await begun(model('', 'ordering="Sequential"'), left);
    const activate = ['one', 'two', 'three'].map((element, n) => ({ element, ...(n !== 1 && { variables: { n } }) }));
    simulation.completeJob({ direct: { activate, enough: true } });
    const seen = ['one', 'two', 'three'].map((element) => {
      const { n } = simulation.userTasks[0]!.variables as { n?: number };
      simulation.complete({ element });
      return n;
    });
    expect(seen).toEqual([0, undefined, 2]);
  });

  it('alone decides: a list or condition beside it is pointed out', async () => {
    const both = '<zeebe:taskDefinition type="direct" /><zeebe:adHoc activeElementsCollection="=[&#34;one&#34;]" />';
    const simulation = await begun(model('', '', both), left);
    expect(simulation.diagnostics).toMatchObject([{ code: 'ad-hoc-worker-decides', severity: 'warning' }]);
    expect(simulation.userTasks).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import type { Command } from './model/command.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Progress } from './model/outcome.js';
import { read } from './read.js';
import { start, step } from './step.js';

const now = Date.UTC(2026, 0, 1);
const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <process id="p" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
    <parallelGateway id="fork"/>
    <sequenceFlow id="f2" sourceRef="fork" targetRef="one"/><sequenceFlow id="f3" sourceRef="fork" targetRef="other"/>
    <userTask id="one"><extensionElements><zeebe:userTask/></extensionElements></userTask>
    <userTask id="other"><extensionElements><zeebe:userTask/></extensionElements></userTask>
    <boundaryEvent id="late" attachedToRef="other"><messageEventDefinition messageRef="m"/></boundaryEvent>
    <sequenceFlow id="f4" sourceRef="one" targetRef="next"/>
    <userTask id="next"><extensionElements><zeebe:userTask/></extensionElements></userTask>
    <sequenceFlow id="f5" sourceRef="next" targetRef="end"/><endEvent id="end"/>
  </process>
  <message id="m" name="late"><extensionElements><zeebe:subscription correlationKey="=key"/></extensionElements></message>
</definitions>`;

let process: CompiledProcess;
beforeAll(async () => {
  process = compile((await read(xml)).model!.processes[0]!);
});

const begun = (...terminateAfter: string[]) => start(process, { variables: { key: 'k' }, terminateAfter }, now);
const next = ({ instance }: Progress, command: Command): Progress => {
  const stored = JSON.parse(JSON.stringify(instance)) as Progress['instance'];
  const outcome = step(process, stored, command, now);
  if ('rejection' in outcome) throw new Error(outcome.rejection.message);
  return outcome;
};
const waitOf = ({ instance }: Progress, element: string): string => {
  const of = Object.entries(instance.elementInstances).find(([, one]) => one.element === element)![0];
  return Object.entries(instance.waits).find(([, wait]) => wait.of === of && wait.kind !== 'message')![0];
};
const complete = (progress: Progress, element: string): Progress =>
  next(progress, { type: 'complete-user-task', wait: waitOf(progress, element), variables: {} });

describe('an instance that ends after an element', () => {
  it('goes on until then', () => {
    const going = complete(begun('next'), 'one');
    expect(going.instance).toMatchObject({ status: 'active', terminateAfter: ['next'] });
    expect(complete(going, 'next').instance.status).toBe('terminated');
  });

  it('ends when the element has been completed, with all that waits, and goes nowhere from there', () => {
    const over = complete(begun('one'), 'one');
    expect(over.instance).toMatchObject({
      status: 'terminated',
      elementInstances: {},
      waits: {},
      result: { key: 'k' },
    });
    expect(over.effects.filter(({ type }) => type === 'terminate-process-instance')).toHaveLength(1);
    const of = (event: string) => over.trace.filter((entry) => entry.event === event).map(({ element }) => element);
    expect(of('activated')).toEqual([]);
    expect(of('terminated')).toEqual(expect.arrayContaining(['other', 'p']));
  });

  it('ends when the element has been terminated', () => {
    const waiting = begun('other');
    const [message] = Object.entries(waiting.instance.waits).find(([, { kind }]) => kind === 'message')!;
    const late: Command = { type: 'correlate-message', wait: message };
    expect(next(waiting, late).instance.status).toBe('terminated');
  });

  it('may end before it has waited', () => {
    const over = begun('start');
    expect(over.instance).toMatchObject({ status: 'terminated', elementInstances: {}, waits: {} });
  });

  it('is cancelled like any other', () => {
    expect(next(begun('one'), { type: 'cancel' }).instance.status).toBe('terminated');
  });
});

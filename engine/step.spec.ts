import { beforeAll, describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Effect } from './model/effect.js';
import type { Progress } from './model/outcome.js';
import { read } from './read.js';
import { start, step } from './step.js';
import { variablesAt } from './variables-at.js';

const now = Date.UTC(2026, 0, 1);
const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <process id="p" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
    <userTask id="check" name="Check">
      <extensionElements>
        <zeebe:assignmentDefinition candidateGroups="population" /><zeebe:taskSchedule dueDate="2026-02-01T00:00:00Z" />
        <zeebe:properties><zeebe:property name="commune:publicStatus" value="en-traitement" /></zeebe:properties>
        <zeebe:ioMapping><zeebe:input source="=n + 1" target="local" /></zeebe:ioMapping>
      </extensionElements>
    </userTask>
    <boundaryEvent id="late" attachedToRef="check"><timerEventDefinition><timeDuration>P15D</timeDuration></timerEventDefinition></boundaryEvent>
    <endEvent id="end"/><sequenceFlow id="f2" sourceRef="check" targetRef="end"/>
    <endEvent id="closed"/><sequenceFlow id="f3" sourceRef="late" targetRef="closed"/>
  </process></definitions>`;

let process: CompiledProcess;
let begun: Progress;
beforeAll(async () => {
  process = compile((await read(xml)).model!.processes[0]!);
  begun = start(process, { variables: { n: 1 } }, now);
});

const waitOf = (effects: readonly Effect[], type: Effect['type']) =>
  (effects.find((effect) => effect.type === type) as { wait: string }).wait;

describe('step', () => {
  it('says in effects what a host must do, attached events first', () => {
    expect(begun.effects).toEqual([
      { type: 'schedule-timer', wait: '4', element: 'late', elementInstance: '3', dueAt: Date.UTC(2026, 0, 16) },
      {
        type: 'create-user-task',
        wait: '5',
        element: 'check',
        elementInstance: '3',
        name: 'Check',
        candidateGroups: ['population'],
        candidateUsers: [],
        dueAt: Date.UTC(2026, 1, 1),
        priority: 50,
        headers: {},
      },
    ]);
  });

  it('tells what happened, with the properties of the model', () =>
    expect(begun.trace.at(-1)).toEqual({
      event: 'activated',
      element: 'check',
      elementType: 'UserTask',
      elementInstance: '3',
      name: 'Check',
      properties: { 'commune:publicStatus': 'en-traitement' },
    }));

  it('keeps an instance small', () => expect(JSON.stringify(begun.instance).length).toBeLessThan(600));

  it('shows the variables of an element', () => {
    expect(variablesAt(begun.instance, '3')).toEqual({ n: 1, local: 2 });
    expect(variablesAt(begun.instance)).toEqual({ n: 1 });
  });

  it('corner 11: of completion and interruption, the first wins and the other is refused', () => {
    const task = { type: 'complete-user-task', wait: waitOf(begun.effects, 'create-user-task') } as const;
    const timer = { type: 'trigger-timer', wait: waitOf(begun.effects, 'schedule-timer') } as const;
    for (const [first, second] of [[task, timer] as const, [timer, task] as const]) {
      const done = step(process, begun.instance, first, now) as Progress;
      expect(done.instance.status).toBe('completed');
      expect(done.effects).toContainEqual({ type: 'cancel-wait', wait: second.wait });
      expect(step(process, done.instance, second, now)).toMatchObject({ rejection: { code: 'instance-ended' } });
    }
  });

  it('refuses a command of the wrong kind and one about nothing', () => {
    const wait = waitOf(begun.effects, 'create-user-task');
    expect(step(process, begun.instance, { type: 'complete-job', wait }, now)).toEqual({
      rejection: { code: 'wrong-wait', message: "Expected wait '5' to be a job, but it is a user-task." },
    });
    expect(step(process, begun.instance, { type: 'trigger-timer', wait: '99' }, now)).toMatchObject({
      rejection: { code: 'no-such-wait' },
    });
    expect(step(process, begun.instance, { type: 'resume' }, now)).toMatchObject({
      rejection: { code: 'instance-not-suspended' },
    });
  });
});

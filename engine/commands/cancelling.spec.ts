import { beforeAll, describe, expect, it } from '@jest/globals';
import { compile } from '../compile.js';
import { migrate } from '../migrate.js';
import type { Command } from '../model/command.js';
import type { CompiledProcess } from '../model/compiled-process.js';
import type { Outcome, Progress } from '../model/outcome.js';
import { read } from '../read.js';
import { start, step } from '../step.js';

const now = Date.UTC(2026, 0, 1);
const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <process id="p" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="task"/>
    <userTask id="task">
      <extensionElements><zeebe:userTask/><zeebe:taskListeners>
        <zeebe:taskListener eventType="canceling" type="farewell"/>
      </zeebe:taskListeners></extensionElements>
    </userTask>
    <endEvent id="end"/><sequenceFlow id="f2" sourceRef="task" targetRef="end"/>
  </process></definitions>`;

let process: CompiledProcess;
let cancelled: Progress;
let job: string;
beforeAll(async () => {
  process = compile((await read(xml)).model!.processes[0]!);
  cancelled = progressOf(step(process, start(process, {}, now).instance, { type: 'cancel' }, now));
  job = (cancelled.effects.find(({ type }) => type === 'create-job') as { wait: string }).wait;
});

const next = (command: Command) => step(process, stored(cancelled), command, now);
const refusal = (outcome: Outcome) => ('rejection' in outcome ? outcome.rejection.code : 'accepted');

describe('a cancelled task with a listener', () => {
  it('is gone for people at once, while its listener is called', () =>
    expect(cancelled.effects).toEqual([
      { type: 'cancel-wait', wait: '4' },
      {
        type: 'create-job',
        wait: job,
        element: 'task',
        elementInstance: '3',
        jobType: 'farewell',
        retries: 3,
        headers: { 'io.camunda.zeebe:action': 'canceling', 'io.camunda.zeebe:changedAttributes': '[]' },
        listener: 'canceling',
      },
    ]));

  it('ends with its listener, whatever that returns', () => {
    const over = progressOf(next({ type: 'complete-job', wait: job, variables: { said: 'goodbye' } }));
    expect(over.instance).toMatchObject({ status: 'terminated', elementInstances: {}, waits: {}, result: {} });
    expect(over.effects).toEqual([{ type: 'terminate-process-instance' }]);
  });

  it('is not cancelled twice', () => expect(progressOf(next({ type: 'cancel' })).effects).toEqual([]));

  it.each<[string, Command, string]>([
    ['denied', { type: 'complete-job', wait: '', denied: true }, 'not-deniable'],
    ['corrected', { type: 'complete-job', wait: '', corrections: { priority: 1 } }, 'not-correctable'],
    ['left by an error', { type: 'throw-error', wait: '', code: 'E' }, 'cannot-throw'],
    ['left by an escalation', { type: 'throw-escalation', wait: '', code: 'E' }, 'cannot-throw'],
    ['completed', { type: 'complete-user-task', wait: '4' }, 'no-such-wait'],
  ])('cannot be %s any more', (_what, command, code) =>
    expect(refusal(next({ ...command, ...('wait' in command && command.wait === '' && { wait: job }) }))).toBe(code),
  );

  it('does not move to another version meanwhile', () =>
    expect(migrate(process, process, stored(cancelled), {}, now)).toMatchObject({
      rejection: { code: 'migration-impossible', message: expect.stringContaining("listeners of 'task'") as unknown },
    }));
});

function stored({ instance }: Progress) {
  return JSON.parse(JSON.stringify(instance)) as typeof instance;
}

function progressOf(outcome: Outcome): Progress {
  if ('rejection' in outcome) throw new Error(outcome.rejection.message);
  return outcome;
}

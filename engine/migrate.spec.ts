import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import { migrate } from './migrate.js';
import type { Progress } from './model/outcome.js';
import { read } from './read.js';
import { start, step } from './step.js';

const now = Date.UTC(2026, 0, 1);
const version = async (task: string, boundary: string) => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
    <process id="p" isExecutable="true"><startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="${task}"/>
    <userTask id="${task}"/>${boundary}<userTask id="next"/><sequenceFlow id="f2" sourceRef="${task}" targetRef="next"/></process></definitions>`;
  return compile((await read(xml)).model!.processes[0]!);
};
const late = (id: string, host: string) =>
  `<boundaryEvent id="${id}" attachedToRef="${host}"><timerEventDefinition><timeDuration>P15D</timeDuration></timerEventDefinition></boundaryEvent>`;

describe('migrate', () => {
  it('corner 34: a mapped wait stays, an unmapped one is closed, a new one is opened', async () => {
    const one = await version('old', late('keep', 'old') + late('drop', 'old'));
    const two = await version('new', late('kept', 'new') + late('fresh', 'new'));
    const { instance } = start(one, {}, now);
    const later = now + 1_000;
    const moved = migrate(one, two, instance, { old: 'new', keep: 'kept' }, later) as Progress;
    expect(moved.effects).toEqual([
      { type: 'cancel-wait', wait: '5' },
      { type: 'schedule-timer', wait: '7', element: 'fresh', elementInstance: '3', dueAt: later + 15 * 86_400_000 },
    ]);
    const done = step(two, moved.instance, { type: 'complete-user-task', wait: '6' }, later) as Progress;
    expect(done.trace.map(({ element, event }) => `${event} ${element}`)).toEqual([
      'completed new',
      'taken f2',
      'activated next',
    ]);
  });

  it('refuses a plan that leaves an active element without a place, in sentences', async () => {
    const one = await version('old', '');
    const two = await version('new', '');
    const { instance } = start(one, {}, now);
    expect(migrate(one, two, instance, {}, now)).toEqual({
      rejection: {
        code: 'migration-impossible',
        message: "Expected an element 'old' for the active 'old', but there is none.",
      },
    });
  });
});

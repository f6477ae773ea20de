import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import { boundary, draw, type Drawn, extension, named, node, on, timer, user, work } from '../test/support/draw.js';
import { migrate } from './migrate.js';
import type { MigrationPlan } from './migration/plan.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Progress } from './model/outcome.js';
import type { ProcessInstance } from './model/process-instance.js';
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

  describe('with models drawn for it', () => {
    const compiled = async (nodes: readonly Drawn[], flows: readonly string[], inside = '') =>
      compile((await read(draw(nodes, flows, { definitions: named('signal', 'go'), inside }))).model!.processes[0]!);
    const begin = node('startEvent', 'start');
    const end = node('endEvent', 'end');
    const fork = node('parallelGateway', 'fork');
    const moved = (...given: Parameters<typeof migrate>) => {
      const outcome = migrate(...given);
      if ('rejection' in outcome) throw new Error(outcome.rejection.message);
      return outcome;
    };
    const refusal = (...given: Parameters<typeof migrate>) =>
      (migrate(...given) as { rejection: { message: string } }).rejection.message;

    it('a token that waits at a join goes on when the new definition no longer makes it wait', async () => {
      const joined = (others: string) => [
        begin,
        fork,
        work('a'),
        user('u'),
        node('inclusiveGateway', 'join'),
        user('v'),
        node('endEvent', others),
      ];
      const flows = ['start > fork', 'fork > a', 'fork > u', 'a > join', 'join > v'];
      const from = await compiled(joined('end'), [...flows, 'u > join', 'v > end']);
      const to = await compiled([...joined('end'), work('b')], [...flows, 'u > end', 'b > join', 'v > end']);
      const { instance } = start(from, {}, now);
      const waiting = step(from, instance, { type: 'complete-job', wait: jobOf(instance) }, now) as Progress;
      expect(Object.values(waiting.instance.elementInstances).map(({ element }) => element)).toEqual(['process', 'u']);
      const { instance: after } = moved(from, to, waiting.instance, {}, now);
      expect(Object.values(after.elementInstances).map(({ element }) => element)).toEqual(['process', 'u', 'v']);
    });

    it('refuses a flow on which a token waits when it leads to no join any more, and a listener that is gone', async () => {
      const nodes = [begin, fork, work('a'), user('u'), node('parallelGateway', 'join'), end];
      const flows = ['start > fork', 'fork > a', 'fork > u', 'a > join', 'join > end'];
      const from = await compiled(nodes, [...flows, 'u > join']);
      const to = await compiled(nodes, [...flows, 'u > end']);
      const { instance } = start(from, {}, now);
      const waiting = step(from, instance, { type: 'complete-job', wait: jobOf(instance) }, now) as Progress;
      expect(refusal(from, to, waiting.instance, {}, now)).toContain("Expected flow 'a_join' to lead to a join");
      const heard = (listener: string) =>
        compiled([begin, node('userTask', 'u', extension(listener)), end], ['start > u', 'u > end']);
      const listens = await heard(
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="t"/></zeebe:executionListeners>',
      );
      const atListener = start(listens, {}, now).instance;
      expect(refusal(listens, await heard('<zeebe:userTask/>'), atListener, {}, now)).toContain('start listener');
    });

    it('an event that moved to another activity is closed here; one that changed its kind is opened anew', async () => {
      const model = (host: string, definition: string) =>
        compiled(
          [begin, user('u'), user('v'), boundary('b', host, definition), end],
          ['start > u', 'u > v', 'v > end', 'b > end'],
        );
      const from = await model('u', timer('Duration', 'P1D'));
      const { instance } = start(from, {}, now);
      const away = moved(from, await model('v', timer('Duration', 'P1D')), instance, {}, now);
      expect(Object.values(away.instance.waits).map(({ kind }) => kind)).toEqual(['user-task']);
      const changed = moved(from, await model('u', on('signal', 'go')), instance, {}, now);
      expect(Object.values(changed.instance.waits).map(({ kind }) => kind)).toEqual(['user-task', 'signal']);
    });

    it('what has completed can still be undone under its new name; what nobody can undo any more is forgotten', async () => {
      const model = (task: string, undo: string) =>
        compiled(
          [
            begin,
            work(task),
            ...(undo
              ? [boundary('at', task, '<compensateEventDefinition/>'), work(undo, '', 'isForCompensation="true"')]
              : []),
            user('u'),
            node('endEvent', 'end', '<compensateEventDefinition/>'),
          ],
          [`start > ${task}`, `${task} > u`, 'u > end'],
          undo && `<association id="way" associationDirection="One" sourceRef="at" targetRef="${undo}"/>`,
        );
      const from = await model('a', 'undo-a');
      const { instance } = start(from, {}, now);
      const waiting = step(from, instance, { type: 'complete-job', wait: jobOf(instance) }, now) as Progress;
      const finish = (to: CompiledProcess, plan: MigrationPlan) => {
        const there = moved(from, to, waiting.instance, plan, now).instance;
        const [wait] = Object.keys(there.waits);
        return (step(to, there, { type: 'complete-user-task', wait: wait! }, now) as Progress).trace.map(
          ({ element }) => element,
        );
      };
      expect(finish(await model('b', 'undo-b'), { a: 'b', 'undo-a': 'undo-b' })).toContain('undo-b');
      expect(finish(await model('a', ''), {})).not.toContain('undo-a');
    });

    it('goes on in the middle of a repetition, and of a suspension', async () => {
      const repeated = (task: string) =>
        compiled(
          [
            begin,
            node(
              'userTask',
              task,
              `<multiInstanceLoopCharacteristics isSequential="true">${extension('<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="i"/>')}</multiInstanceLoopCharacteristics>`,
            ),
            end,
          ],
          [`start > ${task}`, `${task} > end`],
        );
      const [from, to] = [await repeated('old'), await repeated('new')];
      const { instance } = start(from, {}, now);
      const suspended = (step(from, instance, { type: 'suspend' }, now) as Progress).instance;
      let there = moved(from, to, suspended, { old: 'new' }, now).instance;
      expect(there.status).toBe('suspended');
      there = (step(to, there, { type: 'resume' }, now) as Progress).instance;
      for (let turn = 0; turn < 2; turn += 1) {
        const [wait] = Object.keys(there.waits);
        there = (step(to, there, { type: 'complete-user-task', wait: wait! }, now) as Progress).instance;
      }
      expect(there.status).toBe('completed');
      expect(refusal(to, from, there, {}, now)).toContain('Expected an active instance');
    });
  });
});

function jobOf({ waits }: ProcessInstance): string {
  return Object.entries(waits).find(([, { kind }]) => kind === 'job')![0];
}

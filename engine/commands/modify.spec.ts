import { describe, expect, it } from '@jest/globals';
import {
  compile,
  read,
  start as begin,
  step,
  type Command,
  type CompiledProcess,
  type Progress,
  type ProcessInstance,
} from '#engine';
import {
  boundary,
  draw,
  extension,
  handler,
  named,
  node,
  on,
  sub,
  timer,
  user,
  work,
} from '../../test/support/draw.js';
import { begun, end, fork, start, statuses, times, waiting } from '../../test/corners/playing.js';

const now = Date.UTC(2026, 0, 1);
const definitions = named('signal', 'go');
const nested = draw(
  [
    start,
    user('u'),
    sub(
      'outer',
      [
        node('startEvent', 'o'),
        sub('inner', [node('startEvent', 'i'), user('x'), user('y')], ['i > x', 'x > y']),
        boundary('late', 'inner', timer('Duration', 'PT1H'), false),
      ],
      ['o > inner'],
    ),
    work('after'),
    end,
  ],
  ['start > u', 'u > outer', 'outer > after', 'after > end'],
);

async function compiled(xml: string): Promise<CompiledProcess> {
  return compile((await read(xml)).model!.processes[0]!);
}

function accepted(process: CompiledProcess, instance: ProcessInstance, command: Command): Progress {
  const outcome = step(process, instance, command, now);
  if ('rejection' in outcome) throw new Error(outcome.rejection.message);
  return outcome;
}

describe('modify', () => {
  it('moves a token into nested scopes, whose events are armed and which then complete as usual', async () => {
    const simulation = await begun(nested);
    simulation.modify({ terminate: [{ element: 'u' }], activate: [{ element: 'y', variables: { why: 'asked' } }] });
    expect([waiting(simulation), simulation.timers.map(({ element }) => element)]).toEqual([['y'], ['late']]);
    simulation.complete({ element: 'y' });
    expect([times(simulation, 'completed', 'inner', 'outer', 'after'), statuses(simulation)]).toEqual([
      [1, 1, 1],
      ['completed'],
    ]);
  });

  it('gives variables to the scopes that are named, and to no other', async () => {
    const simulation = await begun(nested);
    const scoped = { y: { own: 1 }, outer: { near: 2 }, process: { far: 3 } };
    simulation.modify({ terminate: [{ element: 'u' }], activate: [{ element: 'y', scoped }] });
    const [task] = simulation.userTasks;
    expect(task!.variables).toEqual({ own: 1, near: 2, far: 3 });
    simulation.complete({ element: 'y' });
    expect(simulation.instances[0]!.variables).toEqual({ far: 3 });
    const other = await begun(nested);
    const strange = () => other.modify({ activate: [{ element: 'y', scoped: { u: { a: 1 } } }] });
    expect(strange).toThrow("Expected variables for 'y' or a scope around it, but found some for 'u'.");
  });

  it('moves a token out of a scope and back into it', async () => {
    const simulation = await begun(nested);
    simulation.complete({ element: 'u' });
    simulation.modify({ terminate: [{ element: 'outer' }], activate: [{ element: 'u' }] });
    expect([waiting(simulation), times(simulation, 'terminated', 'x', 'inner', 'outer')]).toEqual([['u'], [1, 1, 1]]);
    simulation.complete({ element: 'u' });
    // The doomed scope is not the one that the new token stands in.
    simulation.modify({ terminate: [{ element: 'outer' }], activate: [{ element: 'y' }] });
    expect(waiting(simulation)).toEqual(['y']);
    expect(times(simulation, 'activated', 'outer')).toEqual([3]);
  });

  it('ends the scopes, and at last the instance, that it leaves without anything to do', async () => {
    const simulation = await begun(nested);
    simulation.complete({ element: 'u' });
    simulation.modify({ terminate: [{ element: 'x' }] });
    expect([statuses(simulation), times(simulation, 'terminated', 'x', 'inner', 'outer', 'process')]).toEqual([
      ['terminated'],
      [1, 1, 1, 1],
    ]);
  });

  it.each([
    'startEvent',
    'exclusiveGateway',
    'parallelGateway',
    'inclusiveGateway',
    'scriptTask',
    'serviceTask',
    'callActivity',
    'receiveTask',
    'intermediateThrowEvent',
    'endEvent',
  ])('activates a %s', async (type) => {
    const inside: Record<string, string> = {
      scriptTask: extension('<zeebe:script expression="=1" resultVariable="one"/>'),
      serviceTask: extension('<zeebe:taskDefinition type="t"/>'),
      callActivity: extension('<zeebe:calledElement processId="called"/>'),
    };
    const element = node(type, 'e', inside[type] ?? '', type === 'receiveTask' ? 'messageRef="message-m"' : '');
    const out = type === 'endEvent' ? [] : ['e > end'];
    const into = type === 'startEvent' ? ['e > u', 'u > end'] : ['start > u', 'u > e', ...out];
    const nodes = type === 'startEvent' ? [element, user('u'), end] : [start, user('u'), element, end];
    const called = draw([start, end], ['start > end'], { process: 'called' });
    const simulation = await begun([draw(nodes, into, { definitions: named('message', 'm', '="k"') }), called]);
    simulation.modify({ activate: [{ element: 'e' }] });
    expect(times(simulation, 'activated', 'e').at(-1)).toBeGreaterThan(type === 'startEvent' ? 1 : 0);
    if (type === 'receiveTask') simulation.publish({ name: 'm', correlationKey: 'k' });
    while (simulation.userTasks.length > 0) simulation.complete({ element: 'u' });
    if (type === 'receiveTask') simulation.publish({ name: 'm', correlationKey: 'k' });
    expect(statuses(simulation)[0]).toBe('completed');
  });

  it('activates boundary events and event sub-processes as if they had occurred', async () => {
    const side = handler(
      'side',
      [node('startEvent', 's', on('signal', 'go'), 'isInterrupting="false"'), user('v')],
      ['s > v'],
    );
    const simulation = await begun(
      draw(
        [start, user('u'), boundary('b', 'u', on('signal', 'go'), false), work('a'), side, end],
        ['start > u', 'u > end', 'b > a', 'a > end'],
        { definitions },
      ),
    );
    simulation.modify({ activate: [{ element: 'b' }, { element: 'side' }, { element: 'v' }] });
    expect([waiting(simulation), times(simulation, 'completed', 'b', 'a')]).toEqual([
      ['u', 'v', 'v'],
      [1, 1],
    ]);
    for (const element of ['u', 'v', 'v']) simulation.complete({ element });
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('lets a repeated activity go on when one of its instances is taken out', async () => {
    const loop = `<multiInstanceLoopCharacteristics isSequential="true">${extension('<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="i" outputCollection="out" outputElement="=i"/>')}</multiInstanceLoopCharacteristics>`;
    const process = await compiled(draw([start, { ...user('u'), inside: loop }, end], ['start > u', 'u > end']));
    const { instance } = begin(process, {}, now);
    const [one] = Object.entries(instance.elementInstances).find(([, { variables }]) => variables?.i === 1)!;
    const { instance: after } = accepted(process, instance, { type: 'modify', terminate: [one] });
    expect(Object.values(after.elementInstances).some(({ variables }) => variables?.i === 2)).toBe(true);
    const [wait] = Object.keys(after.waits);
    const done = accepted(process, after, { type: 'complete-user-task', wait: wait! });
    expect(done.instance).toMatchObject({ status: 'completed', result: { out: [null, 2] } });
  });

  it('explains what it cannot do, and changes nothing', async () => {
    const loop = `<multiInstanceLoopCharacteristics>${extension('<zeebe:loopCharacteristics inputCollection="=[1]"/>')}</multiInstanceLoopCharacteristics>`;
    const part = sub('part', [node('startEvent', 's'), user('x')], ['s > x'], '', loop);
    const process = await compiled(draw([start, user('u'), part, end], ['start > u', 'u > part', 'part > end']));
    const { instance } = begin(process, {}, now);
    const refused = (command: Command) =>
      (step(process, instance, command, now) as { rejection: { code: string } }).rejection.code;
    expect(refused({ type: 'modify', activate: [{ element: 'nowhere' }] })).toBe('no-such-element');
    expect(refused({ type: 'modify', activate: [{ element: 'process' }] })).toBe('no-such-element');
    expect(refused({ type: 'modify', activate: [{ element: 'x' }] })).toBe('element-not-activatable');
    expect(refused({ type: 'modify', activate: [{ element: 'u', scope: '99' }] })).toBe('no-such-element-instance');
    expect(refused({ type: 'modify', terminate: ['1'] })).toBe('no-such-element-instance');
    expect(refused({ type: 'modify', terminate: ['99'] })).toBe('no-such-element-instance');
  });

  it('wakes a join that waited for the token it took away, and brings one the token it lacked', async () => {
    const xml = draw(
      [start, fork, work('a'), user('u'), node('parallelGateway', 'join'), end],
      ['start > fork', 'fork > a', 'fork > u', 'a > join', 'u > join', 'join > end'],
    );
    const simulation = await begun(xml);
    simulation.modify({ terminate: [{ element: 'u' }] });
    expect(statuses(simulation)).toEqual(['active']);
    simulation.modify({ activate: [{ element: 'u' }] });
    simulation.complete({ element: 'u' });
    expect(statuses(simulation)).toEqual(['completed']);
  });
});

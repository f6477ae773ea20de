import { describe, expect, it } from '@jest/globals';
import {
  compile,
  migrate,
  read,
  start as begin,
  step,
  type Command,
  type CompiledProcess,
  type Progress,
} from '#engine';
import { boundary, draw, extension, named, node, on, timer, user, work } from '../support/draw.js';
import { begun, deployed, end, start, statuses, times, waiting } from './playing.js';

const now = Date.UTC(2026, 0, 1);
const definitions = named('message', 'go', '=key') + named('signal', 'go');
const waits = draw(
  [start, user('u'), node('intermediateCatchEvent', 'c', on('message', 'go')), end],
  ['start > u', 'u > c', 'c > end'],
  { definitions },
);
const byMessage = draw([node('startEvent', 's', on('message', 'go')), user('u'), end], ['s > u', 'u > end'], {
  definitions,
});
const message = { name: 'go', correlationKey: 'k' };
const each = (inside: string) =>
  `<multiInstanceLoopCharacteristics>${extension(`<zeebe:loopCharacteristics ${inside}/>`)}</multiInstanceLoopCharacteristics>`;

async function compiled(xml: string): Promise<CompiledProcess> {
  return compile((await read(xml)).model!.processes[0]!);
}

describe('corners of engines.md 7: messages and signals', () => {
  it('corner 19: a message is kept for its time to live, the first published is taken first; without one it is now or never', async () => {
    const simulation = await begun(waits, { variables: { key: 'k' } });
    simulation.publish({ ...message, variables: { got: 'never' } });
    simulation.publish({ ...message, timeToLive: 'PT1H', variables: { got: 'expired' } });
    simulation.advance('PT1H');
    for (const got of ['first', 'second']) simulation.publish({ ...message, timeToLive: 'PT1H', variables: { got } });
    simulation.complete({ element: 'u' });
    expect(simulation.instances).toMatchObject([{ status: 'completed', variables: { got: 'first' } }]);
  });

  it('corner 19: a message of the same id is taken once while it is kept', async () => {
    const simulation = await deployed(waits);
    for (let turn = 0; turn < 2; turn += 1) simulation.publish({ ...message, timeToLive: 'PT1H', messageId: 'one' });
    for (let turn = 0; turn < 2; turn += 1) simulation.start({ variables: { key: 'k' } });
    for (let turn = 0; turn < 2; turn += 1) simulation.complete({ element: 'u' });
    expect(statuses(simulation)).toEqual(['completed', 'active']);
  });

  it('corner 20: a message goes to one instance of each process', async () => {
    const other = waits.replaceAll('"process"', '"other"');
    const simulation = await deployed([waits, other]);
    for (const processId of ['process', 'process', 'other']) simulation.start({ processId, variables: { key: 'k' } });
    for (let turn = 0; turn < 3; turn += 1) simulation.complete({ element: 'u' });
    simulation.publish(message);
    expect(statuses(simulation)).toEqual(['completed', 'active', 'completed']);
    await simulation.deploy(waits.replace('id="u"', 'id="u" name="again"'));
    simulation.publish(message);
    expect(statuses(simulation)).toEqual(['completed', 'completed', 'completed']);
  });

  it('corner 21: one instance per key while it is active; a kept message starts the next; an empty key always starts', async () => {
    const simulation = await deployed(byMessage);
    simulation.publish(message);
    simulation.publish(message);
    simulation.publish({ ...message, timeToLive: 'PT1H' });
    expect(statuses(simulation)).toEqual(['active']);
    simulation.complete({ element: 'u' });
    expect(statuses(simulation)).toEqual(['completed', 'active']);
    for (let turn = 0; turn < 2; turn += 1) simulation.publish({ name: 'go' });
    expect(statuses(simulation)).toEqual(['completed', 'active', 'active', 'active']);
  });

  it('corner 21: the message that starts an instance is not caught by it as well', async () => {
    const xml = draw(
      [node('startEvent', 's', on('message', 'go')), node('intermediateCatchEvent', 'c', on('message', 'go')), end],
      ['s > c', 'c > end'],
      { definitions },
    );
    const simulation = await deployed(xml);
    simulation.publish({ ...message, timeToLive: 'PT1H', variables: { key: 'k' } });
    expect(statuses(simulation)).toEqual(['active']);
  });

  it('corner 22: a signal reaches all that wait and starts one instance of the newest version; it is not kept', async () => {
    const hear = (task: string) =>
      draw(
        [
          node('startEvent', 's', on('signal', 'go')),
          node('intermediateCatchEvent', 'c', on('signal', 'go')),
          user(task),
          end,
        ],
        ['s > c', `c > ${task}`, `${task} > end`],
        { definitions },
      );
    const simulation = await deployed(hear('old'));
    simulation.broadcast({ name: 'go' });
    await simulation.deploy(hear('new'));
    simulation.broadcast({ name: 'go' });
    expect([statuses(simulation), waiting(simulation)]).toEqual([['active', 'active'], ['old']]);
    simulation.broadcast({ name: 'go' });
    expect([statuses(simulation), waiting(simulation)]).toEqual([
      ['active', 'active', 'active'],
      ['new', 'old'],
    ]);
  });
});

describe('corners of engines.md 7: timers', () => {
  it('corner 23: a new version cancels the start timers of the old one, also when it has none', async () => {
    const timed = draw([node('startEvent', 's', timer('Cycle', 'R/PT1H')), end], ['s > end']);
    const simulation = await deployed(timed);
    await simulation.deploy(timed);
    expect(simulation.timers).toHaveLength(1);
    await simulation.deploy(draw([start, end], ['start > end']));
    simulation.advance('P1D');
    expect([simulation.timers, statuses(simulation)]).toEqual([[], []]);
  });

  it('corner 24: a cycle fires so often, counted from when it was due; the past and negative durations fire at once', async () => {
    const host = (definition: string) =>
      draw(
        [start, user('u'), boundary('b', 'u', definition, false), end, node('endEvent', 'e')],
        ['start > u', 'u > end', 'b > e'],
      );
    const thrice = await begun(host(timer('Cycle', 'R3/PT1H')));
    thrice.advance('P1D');
    expect(times(thrice, 'completed', 'b')).toEqual([3]);
    for (const definition of [timer('Date', '2020-01-01T00:00:00Z'), timer('Duration', '-PT5H')]) {
      expect(times(await begun(host(definition)), 'completed', 'b')).toEqual([1]);
    }
    // Late by a day: one firing for all that was missed, the next at the full hour as planned.
    const process = await compiled(host(timer('Cycle', 'R/PT1H')));
    const { instance, effects } = begin(process, {}, now);
    const { wait } = effects.find(({ type }) => type === 'schedule-timer') as { wait: string };
    const late = step(process, instance, { type: 'trigger-timer', wait }, now + 86_400_000 + 60_000) as Progress;
    expect(late.trace.filter(({ element, event }) => element === 'b' && event === 'completed')).toHaveLength(1);
    expect(late.effects).toMatchObject([{ type: 'schedule-timer', dueAt: now + 86_400_000 + 3_600_000 }]);
  });

  it.each([
    ['a month is a month in Tournai', '2026-01-31T23:30:00+01:00', 'P1M', '2026-02-28T22:30:00.000Z'],
    ['a day across the change to summer time', '2026-03-28T12:00:00+01:00', 'P1D', '2026-03-29T10:00:00.000Z'],
    ['24 hours are hours', '2026-03-28T12:00:00+01:00', 'PT24H', '2026-03-29T11:00:00.000Z'],
    ['a day across the change to winter time', '2026-10-24T12:00:00+02:00', 'P1D', '2026-10-25T11:00:00.000Z'],
  ])('corner 24: %s', async (_, from, duration, due) => {
    const simulation = await begun(
      draw([start, node('intermediateCatchEvent', 'c', timer('Duration', duration)), end], ['start > c', 'c > end']),
      { now: from },
    );
    expect(simulation.timers).toMatchObject([{ dueAt: due }]);
  });
});

describe('corners of engines.md 7: repetition', () => {
  it('corner 25: results of instances race for the root unless they are made local; the output keeps the order of the input', async () => {
    const loop = each('inputCollection="=[3, 1, 2]" inputElement="i" outputCollection="out" outputElement="=own"');
    const simulation = await begun(draw([start, work('a', loop), end], ['start > a', 'a > end']), {
      work: ({ variables: { i } }) => ({
        after: `PT${Number(i)}S`,
        complete: { own: Number(i) * 10, shared: i ?? null },
      }),
    });
    simulation.advance('PT5S');
    expect(simulation.instances[0]!.variables).toEqual({ out: [30, 10, 20], shared: 3 });
    const empty = await begun(draw([start, work('a', loop.replace('[3, 1, 2]', '[]')), end], ['start > a', 'a > end']));
    expect(empty.instances[0]).toMatchObject({ status: 'completed', variables: { out: [] } });
  });

  it.each(['true', 'false'])(
    'corner 26: a collection that changes meanwhile changes nothing (sequential: %s); an output that is gone is an incident',
    async (sequential) => {
      const loop = each('inputCollection="=list" inputElement="i" outputCollection="out" outputElement="=i"')
        .replace('<multi', `<multi`)
        .replace('Characteristics>', `Characteristics isSequential="${sequential}">`);
      const simulation = await begun(
        draw([start, { ...user('u'), inside: user('u').inside + loop }, end], ['start > u', 'u > end']),
        { variables: { list: [1, 2, 3] } },
      );
      simulation.complete({ element: 'u' });
      simulation.setVariables({ variables: { list: [] } });
      simulation.setVariables({ element: 'u', variables: { out: [1] } });
      simulation.complete({ element: 'u' });
      expect(simulation.incidents).toMatchObject([{ element: 'u', code: 'output-collection-changed' }]);
      simulation.setVariables({ element: 'u', variables: { out: [1, null, null] } });
      simulation.resolve({ element: 'u' });
      simulation.complete({ element: 'u' });
      expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: { out: [1, 2, 3] } });
    },
  );
});

describe('corners of engines.md 7: operation', () => {
  it.each([
    ['completed', 'interrupted'],
    ['interrupted', 'completed'],
  ] as const)('corner 11: %s first, so %s is refused', async (first, second) => {
    const process = await compiled(
      draw([start, user('u'), boundary('b', 'u', timer('Duration', 'PT1H')), end], ['start > u', 'u > end', 'b > end']),
    );
    const { instance, effects } = begin(process, {}, now);
    const wait = (type: string) => (effects.find((effect) => effect.type === type) as { wait: string }).wait;
    const commands: Command[] = [
      { type: 'complete-user-task', wait: wait('create-user-task') },
      { type: 'trigger-timer', wait: wait('schedule-timer') },
    ];
    if (first === 'interrupted') commands.reverse();
    const won = step(process, instance, commands[0]!, now) as Progress;
    expect(won.instance.status).toBe('completed');
    expect(second).not.toBe(first);
    expect(step(process, won.instance, commands[1]!, now)).toMatchObject({ rejection: { code: 'instance-ended' } });
  });

  it('corner 31: a job that timed out stays open without spending a retry; only the first answer counts', async () => {
    const process = await compiled(draw([start, work('a'), user('u'), end], ['start > a', 'a > u', 'u > end']));
    const { instance, effects } = begin(process, {}, now);
    const { wait, retries } = effects.find(({ type }) => type === 'create-job') as { wait: string; retries: number };
    expect([retries, instance.waits[wait]?.kind]).toEqual([3, 'job']);
    // The host offers it to another worker; the engine hears nothing of that.
    const second = step(
      process,
      instance,
      { type: 'complete-job', wait, variables: { by: 'second' } },
      now,
    ) as Progress;
    const late = step(process, second.instance, { type: 'complete-job', wait, variables: { by: 'first' } }, now);
    expect(late).toMatchObject({ rejection: { code: 'no-such-wait' } });
  });

  it('corner 34: migration keeps the remaining time of a mapped event, closes an unmapped one, opens a new one', async () => {
    const model = (task: string, kept: string, other: string) =>
      compiled(
        draw(
          [
            start,
            user(task),
            boundary(kept, task, timer('Duration', 'P10D')),
            boundary(other, task, on('signal', 'go')),
            end,
          ],
          [`start > ${task}`, `${task} > end`, `${kept} > end`, `${other} > end`],
          { definitions },
        ),
      );
    const [from, to] = [await model('old', 'late', 'gone'), await model('new', 'late', 'fresh')];
    const { instance } = begin(from, {}, now);
    expect(migrate(from, to, instance, {}, now)).toMatchObject({ rejection: { code: 'migration-impossible' } });
    const moved = migrate(from, to, instance, { old: 'new' }, now + 1_000) as Progress;
    const kinds = Object.values(moved.instance.waits).map(({ kind, event, dueAt }) => [kind, event, dueAt]);
    expect(kinds).toEqual([
      ['timer', '@late', now + 10 * 86_400_000],
      ['user-task', 'complete-user-task', undefined],
      ['signal', '@fresh', undefined],
    ]);
  });

  it('corner 35: while suspended commands are refused and signals lost; timers keep what they had left, messages their time to live', async () => {
    const xml = draw(
      [
        start,
        user('u'),
        boundary('t', 'u', timer('Duration', 'PT1H'), false),
        boundary('m', 'u', on('message', 'go'), false),
        boundary('s', 'u', on('signal', 'go'), false),
        work('a'),
        work('b'),
        work('c'),
        end,
      ],
      ['start > u', 'u > end', 't > a', 'm > b', 's > c', 'a > end', 'b > end', 'c > end'],
      { definitions },
    );
    const simulation = await begun(xml, { variables: { key: 'k' } });
    simulation.advance('PT40M');
    simulation.suspend();
    expect(() => simulation.complete({ element: 'u' })).toThrow('suspended');
    simulation.broadcast({ name: 'go' });
    simulation.publish({ ...message, timeToLive: 'PT1H' });
    simulation.publish({ ...message, timeToLive: 'PT5H' });
    simulation.advance('PT3H');
    simulation.resume();
    expect(times(simulation, 'completed', 'a', 'b', 'c')).toEqual([0, 1, 0]);
    simulation.advance('PT19M');
    expect(times(simulation, 'completed', 'a')).toEqual([0]);
    simulation.advance('PT1M');
    expect(times(simulation, 'completed', 'a')).toEqual([1]);
    expect(statuses(simulation)).toEqual(['active']);
  });
});

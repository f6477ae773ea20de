import { describe, expect, it } from '@jest/globals';
import { simulate } from '#engine';
import { boundary, draw, type Drawn, extension, formal, node, sub, timer, user, work } from '../support/draw.js';
import { begun, end, fork, order, start, statuses, times, waiting } from './playing.js';

const parallel = (id: string) => node('parallelGateway', id);
const inclusive = (id: string) => node('inclusiveGateway', id);
const exclusive = (id: string) => node('exclusiveGateway', id);
const loop = (inside: string, sequential = false) =>
  `<multiInstanceLoopCharacteristics isSequential="${sequential}">${inside}</multiInstanceLoopCharacteristics>`;
const over = (list: string) => extension(`<zeebe:loopCharacteristics inputCollection="${list}" inputElement="item"/>`);

describe('corners of engines.md 7: tokens and joins', () => {
  it('corner 1: two tokens on one edge do not make up for an empty one; the second stays for the next round', async () => {
    const simulation = await begun(
      draw(
        [start, fork, work('a'), work('b'), user('u'), exclusive('merge'), parallel('join'), work('after'), end],
        [
          'start > fork',
          'fork > a',
          'fork > b',
          'fork > u',
          'a > merge',
          'b > merge',
          'merge > join',
          'u > join',
          'join > after',
          'after > end',
        ],
      ),
    );
    expect(times(simulation, 'activated', 'join')).toEqual([0]);
    simulation.complete({ element: 'u' });
    expect(times(simulation, 'completed', 'join', 'after')).toEqual([1, 1]);
    expect(statuses(simulation)).toEqual(['active']);
  });

  it('corner 2: an unbalanced join in a loop works round after round; a token left on an edge keeps the scope open', async () => {
    const simulation = await begun(
      draw(
        [start, exclusive('round'), fork, user('u'), work('a'), parallel('join'), exclusive('again'), end],
        [
          'start > round',
          'round > fork',
          'fork > u',
          'fork > a',
          'u > join',
          'a > join',
          'join > again',
          'again > round ? =more',
          'again > end *',
        ],
      ),
    );
    simulation.complete({ element: 'u', variables: { more: true } });
    simulation.complete({ element: 'u', variables: { more: false } });
    expect(times(simulation, 'completed', 'join', 'end')).toEqual([2, 1]);
    expect(statuses(simulation)).toEqual(['completed']);
    const left = await begun(
      draw(
        [
          start,
          sub(
            'part',
            [node('startEvent', 's'), parallel('f'), user('u'), parallel('j')],
            ['s > f', 'f > u', 'f > j', 'u > j'],
          ),
          end,
        ],
        ['start > part', 'part > end'],
      ),
    );
    expect(statuses(left)).toEqual(['active']);
    left.complete({ element: 'u' });
    expect(statuses(left)).toEqual(['completed']);
  });

  it.each([
    ['one flow taken', { b: false, c: false }, []],
    ['two flows taken', { b: true, c: false }, ['b']],
    ['all flows taken', { b: true, c: true }, ['b', 'c']],
  ])('corner 3: an inclusive join waits for exactly those that can still come: %s', async (_, variables, tasks) => {
    const simulation = await begun(
      draw(
        [start, inclusive('choose'), work('a'), user('b'), user('c'), inclusive('join'), work('after'), end],
        [
          'start > choose',
          'choose > a *',
          'choose > b ? =b',
          'choose > c ? =c',
          'a > join',
          'b > join',
          'c > join',
          'join > after',
          'after > end',
        ],
      ),
      { variables },
    );
    for (const element of tasks) {
      expect(times(simulation, 'activated', 'join')).toEqual([0]);
      simulation.complete({ element });
    }
    expect(times(simulation, 'completed', 'after')).toEqual([1]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 3: a loop before the join, a link and a boundary event on the way count as ways', async () => {
    const link = '<linkEventDefinition name="on"/>';
    const simulation = await begun(
      draw(
        [
          start,
          fork,
          work('a'),
          user('u'),
          boundary('late', 'u', timer('Duration', 'PT1H')),
          user('v'),
          exclusive('again'),
          node('intermediateThrowEvent', 'throw', link),
          node('intermediateCatchEvent', 'catch', link),
          inclusive('join'),
          work('after'),
          end,
          node('endEvent', 'elsewhere'),
        ],
        [
          'start > fork',
          'fork > a',
          'fork > u',
          'a > join',
          'u > elsewhere',
          'late > v',
          'v > again',
          'again > v ? =more',
          'again > throw *',
          'catch > join',
          'join > after',
          'after > end',
        ],
      ),
    );
    expect(times(simulation, 'activated', 'join')).toEqual([0]);
    simulation.advance('PT1H');
    simulation.complete({ element: 'v', variables: { more: true } });
    expect(times(simulation, 'activated', 'join')).toEqual([0]);
    simulation.complete({ element: 'v', variables: { more: false } });
    expect(times(simulation, 'completed', 'join', 'after')).toEqual([1, 1]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 3: a way through the join itself does not count', async () => {
    const simulation = await begun(
      draw(
        [start, fork, work('a'), inclusive('join'), user('u'), exclusive('more'), end],
        [
          'start > fork',
          'fork > a',
          'a > join',
          'fork > join',
          'join > u',
          'u > more',
          'more > join ? =again',
          'more > end *',
        ],
      ),
    );
    expect(waiting(simulation)).toEqual(['u']);
    simulation.complete({ element: 'u', variables: { again: true } });
    expect(times(simulation, 'completed', 'join')).toEqual([2]);
    simulation.complete({ element: 'u', variables: { again: false } });
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it.each([
    ['ends elsewhere', 'leave'],
    ['leaves by its border', 'late'],
    ['dies by a modification', 'killed'],
  ])('corner 4: the join goes on when the other token %s', async (_, how) => {
    const simulation = await begun(
      draw(
        [
          start,
          fork,
          work('a'),
          user('u'),
          boundary('late', 'u', timer('Duration', 'PT1H')),
          exclusive('choose'),
          inclusive('join'),
          work('after'),
          end,
          node('endEvent', 'elsewhere'),
        ],
        [
          'start > fork',
          'fork > a',
          'fork > u',
          'a > join',
          'u > choose',
          'choose > join ? =stay',
          'choose > elsewhere *',
          'late > elsewhere',
          'join > after',
          'after > end',
        ],
      ),
    );
    expect(times(simulation, 'activated', 'join')).toEqual([0]);
    if (how === 'leave') simulation.complete({ element: 'u', variables: { stay: false } });
    if (how === 'late') simulation.advance('PT1H');
    if (how === 'killed') simulation.modify({ terminate: [{ element: 'u' }] });
    expect(times(simulation, 'completed', 'after')).toEqual([1]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 5: a second token on an edge belongs to a second activation, and the instance still ends', async () => {
    const simulation = await begun(
      draw(
        [start, fork, work('a'), work('a2'), user('b'), exclusive('merge'), inclusive('join'), work('after'), end],
        [
          'start > fork',
          'fork > a',
          'fork > a2',
          'fork > b',
          'a > merge',
          'a2 > merge',
          'merge > join',
          'b > join',
          'join > after',
          'after > end',
        ],
      ),
    );
    simulation.complete({ element: 'b' });
    expect(times(simulation, 'completed', 'join', 'after')).toEqual([2, 2]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 6: an exclusive merge behind a parallel fork does not synchronise', async () => {
    const simulation = await begun(
      draw(
        [start, fork, work('a'), work('b'), exclusive('merge'), work('after'), end],
        ['start > fork', 'fork > a', 'fork > b', 'a > merge', 'b > merge', 'merge > after', 'after > end'],
      ),
    );
    expect(times(simulation, 'completed', 'merge', 'after', 'end')).toEqual([2, 2, 2]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 7: a parallel join behind an exclusive fork waits for ever, and can be helped by hand', async () => {
    const simulation = await begun(
      draw(
        [start, exclusive('choose'), work('a'), work('b'), parallel('join'), work('after'), end],
        ['start > choose', 'choose > a ? =true', 'choose > b *', 'a > join', 'b > join', 'join > after', 'after > end'],
      ),
    );
    expect(statuses(simulation)).toEqual(['active']);
    expect([times(simulation, 'activated', 'join'), simulation.jobs]).toEqual([[0], []]);
    simulation.modify({ activate: [{ element: 'b' }] });
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 27: a join inside a multi-instance activity does not see the tokens of its siblings', async () => {
    const inner = (begin: string, join: Drawn) =>
      sub(
        'part',
        [node('startEvent', begin), parallel('f'), user('u'), work('a'), join, work('after'), node('endEvent', 'e')],
        [`${begin} > f`, 'f > u', 'f > a', 'u > j', 'a > j', 'j > after', 'after > e'],
        '',
        loop(over('=[1, 2]')),
      );
    for (const join of [parallel('j'), inclusive('j')]) {
      const outer = sub(
        'outer',
        [node('startEvent', 's'), inner('i', join)],
        ['s > part'],
        '',
        loop(over('=[&quot;x&quot;, &quot;y&quot;]')),
      );
      const simulation = await begun(draw([start, outer, end], ['start > outer', 'outer > end']));
      expect(waiting(simulation)).toEqual(['u', 'u', 'u', 'u']);
      simulation.complete({ element: 'u' });
      expect(times(simulation, 'completed', 'j', 'after')).toEqual([1, 1]);
      for (let left = 3; left > 0; left -= 1) simulation.complete({ element: 'u' });
      expect(times(simulation, 'completed', 'j', 'part', 'outer')).toEqual([4, 4, 2]);
      expect(statuses(simulation)).toEqual(['completed']);
    }
  });

  it('corner 30: an incident behind a join is resolved without losing the join; a variable that is still wrong is a new one', async () => {
    const simulation = await begun(
      draw(
        [start, fork, work('a'), work('b'), inclusive('join'), work('c'), work('d'), end],
        [
          'start > fork',
          'fork > a',
          'fork > b',
          'a > join',
          'b > join',
          'join > c ? =n > 1',
          'join > d ? =n > 2',
          'c > end',
          'd > end',
        ],
      ),
      { variables: { n: 'many' } },
    );
    const before = simulation.incidents[0]!;
    expect(before).toMatchObject({ element: 'join' });
    simulation.setVariables({ variables: { n: 0 } });
    simulation.resolve({ element: 'join' });
    expect(simulation.incidents).toMatchObject([{ element: 'join', code: 'no-flow-chosen' }]);
    expect(simulation.incidents[0]!.key).not.toBe(before.key);
    simulation.setVariables({ variables: { n: 3 } });
    simulation.resolve({ element: 'join' });
    expect(times(simulation, 'completed', 'join', 'c', 'd')).toEqual([1, 1, 1]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 32: several link throws lead to one catch, each time', async () => {
    const link = '<linkEventDefinition name="on"/>';
    const simulation = await begun(
      draw(
        [
          start,
          fork,
          node('intermediateThrowEvent', 't1', link),
          work('a'),
          node('intermediateThrowEvent', 't2', link),
          node('intermediateCatchEvent', 'there', link),
          work('after'),
          end,
        ],
        ['start > fork', 'fork > t1', 'fork > a', 'a > t2', 'there > after', 'after > end'],
      ),
    );
    expect(times(simulation, 'completed', 't1', 't2', 'there', 'after')).toEqual([1, 1, 2, 2]);
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 33: a loop that only passes through is refused; one that FEEL keeps going is stopped by an incident', async () => {
    const refused = await simulate(
      draw(
        [start, exclusive('x'), node('manualTask', 'm'), exclusive('y'), end],
        ['start > x', 'x > m', 'm > y', 'y > x ? =more', 'y > end *'],
      ),
    );
    expect(refused.diagnostics).toMatchObject([{ code: 'endless-loop', severity: 'error' }]);
    const script = node('scriptTask', 'count', extension('<zeebe:script expression="=n + 1" resultVariable="n"/>'));
    const endless = await begun(
      draw(
        [start, exclusive('x'), script, exclusive('y'), end],
        ['start > x', 'x > count', 'count > y', 'y > x ? =n < limit', 'y > end *'],
      ),
      { variables: { n: 0, limit: 1e9 } },
    );
    expect(endless.incidents).toMatchObject([{ code: 'endless-loop' }]);
    endless.setVariables({ variables: { limit: 0 } });
    endless.resolve({});
    expect(statuses(endless)).toEqual(['completed']);
    const looped = await begun(
      draw(
        [
          start,
          {
            ...script,
            inside:
              script.inside +
              `<standardLoopCharacteristics>${formal('loopCondition', '=true')}</standardLoopCharacteristics>`,
          },
          end,
        ],
        ['start > count', 'count > end'],
      ),
      { variables: { n: 0 } },
    );
    expect(looped.incidents).toMatchObject([{ code: 'endless-loop' }]);
    expect(order(looped, 'end')).toEqual([]);
  });
});

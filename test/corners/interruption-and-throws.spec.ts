import { describe, expect, it } from '@jest/globals';
import {
  boundary,
  draw,
  type Drawn,
  extension,
  formal,
  handler,
  named,
  node,
  on,
  sub,
  timer,
  user,
  work,
} from '../support/draw.js';
import { begun, end, fork, order, start, statuses, times, waiting } from './playing.js';

const definitions = [
  named('signal', 'go'),
  named('message', 'go', '="key"'),
  named('error', 'E1'),
  named('error', 'E2'),
  named('escalation', 'X1'),
].join('');
const throwing = (id: string, definition: string) => node('intermediateThrowEvent', id, definition);
const ending = (id: string, definition: string) => node('endEvent', id, definition);
const compensation = '<compensateEventDefinition/>';
const each = (list: string, sequential = false) =>
  `<multiInstanceLoopCharacteristics isSequential="${sequential}">${extension(`<zeebe:loopCharacteristics inputCollection="${list}" inputElement="item" outputCollection="out" outputElement="=item"/>`)}</multiInstanceLoopCharacteristics>`;
const undoing = (id: string, host: string) => ({
  nodes: [boundary(`${id}_at`, host, compensation), work(id, '', 'isForCompensation="true"')],
  inside: `<association id="${id}_way" associationDirection="One" sourceRef="${id}_at" targetRef="${id}"/>`,
});
/** A handler that listens for something, and has a person work. */
const reacting = (id: string, definition: string, interrupting = true): Drawn =>
  handler(
    id,
    [
      node('startEvent', `${id}_start`, definition, `isInterrupting="${interrupting}"`),
      user(`${id}_task`),
      node('endEvent', `${id}_end`),
    ],
    [`${id}_start > ${id}_task`, `${id}_task > ${id}_end`],
  );
const call = (id: string, process: string) =>
  node('callActivity', id, extension(`<zeebe:calledElement processId="${process}"/>`));

describe('corners of engines.md 7: interruption', () => {
  it('corner 8: of two triggers at once exactly one branch goes on, and the other subscriptions are closed', async () => {
    const simulation = await begun(
      draw(
        [
          start,
          node('eventBasedGateway', 'first'),
          node('intermediateCatchEvent', 't1', timer('Duration', 'PT1H')),
          node('intermediateCatchEvent', 't2', timer('Duration', 'PT1H')),
          node('intermediateCatchEvent', 's', on('signal', 'go')),
          user('after'),
          end,
        ],
        [
          'start > first',
          'first > t1',
          'first > t2',
          'first > s',
          't1 > after',
          't2 > after',
          's > after',
          'after > end',
        ],
        { definitions },
      ),
    );
    simulation.advance('PT2H');
    simulation.broadcast({ name: 'go' });
    expect(times(simulation, 'completed', 't1', 't2', 's')).toEqual([1, 0, 0]);
    expect([waiting(simulation), simulation.timers, simulation.subscriptions]).toEqual([['after'], [], []]);
  });

  it('corner 9: a non-interrupting boundary event fires each time and ends with its activity', async () => {
    const simulation = await begun(
      draw(
        [
          start,
          user('u'),
          boundary('m', 'u', on('message', 'go'), false),
          boundary('t', 'u', timer('Cycle', 'R/PT1H'), false),
          work('a'),
          work('b'),
          user('v'),
          end,
        ],
        ['start > u', 'u > v', 'v > end', 'm > a', 't > b', 'a > end', 'b > end'],
        { definitions },
      ),
    );
    for (let turn = 0; turn < 2; turn += 1) simulation.publish({ name: 'go', correlationKey: 'key' });
    simulation.advance('PT3H');
    expect(times(simulation, 'completed', 'a', 'b')).toEqual([2, 3]);
    simulation.complete({ element: 'u' });
    simulation.publish({ name: 'go', correlationKey: 'key' });
    simulation.advance('PT3H');
    expect(times(simulation, 'completed', 'a', 'b')).toEqual([2, 3]);
    expect([waiting(simulation), simulation.timers]).toEqual([['v'], []]);
  });

  it('corner 10: a boundary event of a multi-instance activity is there once; interrupting drops all instances and their output', async () => {
    const simulation = await begun(
      draw(
        [
          start,
          { ...user('u'), inside: user('u').inside + each('=[1, 2, 3]') },
          boundary('note', 'u', on('signal', 'go'), false),
          boundary('late', 'u', timer('Duration', 'PT1H')),
          work('a'),
          end,
        ],
        ['start > u', 'u > end', 'note > a', 'a > end', 'late > end'],
        { definitions },
      ),
    );
    simulation.broadcast({ name: 'go' });
    simulation.complete({ element: 'u' });
    simulation.advance('PT1H');
    expect([times(simulation, 'completed', 'a', 'u'), times(simulation, 'terminated', 'u')]).toEqual([[1, 1], [2]]);
    expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: {} });
  });

  it('corner 12: an interrupting event sub-process ends everything in its scope, once; the border of the scope stays armed', async () => {
    const part = sub(
      'part',
      [
        node('startEvent', 's'),
        node('parallelGateway', 'f'),
        user('u'),
        work('a'),
        node('parallelGateway', 'j'),
        reacting('side', on('message', 'go'), false),
        reacting('stop', on('signal', 'go')),
      ],
      ['s > f', 'f > u', 'f > a', 'u > j', 'a > j'],
    );
    const simulation = await begun(
      draw(
        [start, part, boundary('late', 'part', timer('Duration', 'PT1H')), user('after'), end],
        ['start > part', 'part > end', 'late > after', 'after > end'],
        { definitions },
      ),
    );
    simulation.publish({ name: 'go', correlationKey: 'key' });
    simulation.broadcast({ name: 'go' });
    expect(waiting(simulation)).toEqual(['stop_task']);
    expect(times(simulation, 'terminated', 'u', 'side_task', 'side')).toEqual([1, 1, 1]);
    simulation.broadcast({ name: 'go' });
    simulation.publish({ name: 'go', correlationKey: 'key' });
    expect(waiting(simulation)).toEqual(['stop_task']);
    expect(simulation.subscriptions).toEqual([]);
    simulation.advance('PT1H');
    expect(waiting(simulation)).toEqual(['after']);
  });

  it('corner 12: after its event sub-process a scope completes normally', async () => {
    const simulation = await begun(
      draw([start, user('u'), reacting('stop', on('signal', 'go')), end], ['start > u', 'u > end'], { definitions }),
    );
    simulation.broadcast({ name: 'go' });
    simulation.complete({ element: 'stop_task' });
    expect(statuses(simulation)).toEqual(['completed']);
  });

  it('corner 13: a non-interrupting event sub-process runs as often as it is asked, each run with its own locals; the scope waits for all', async () => {
    const own = node(
      'startEvent',
      'side_start',
      extension('<zeebe:ioMapping><zeebe:output source="=n" target="mine"/></zeebe:ioMapping>') + on('signal', 'go'),
      'isInterrupting="false"',
    );
    const side = handler(
      'side',
      [own, user('side_task'), node('endEvent', 'side_end')],
      ['side_start > side_task', 'side_task > side_end'],
    );
    const simulation = await begun(draw([start, user('u'), side, end], ['start > u', 'u > end'], { definitions }));
    for (const n of [1, 2]) simulation.broadcast({ name: 'go', variables: { n } });
    expect(
      simulation.userTasks.filter(({ element }) => element === 'side_task').map(({ variables }) => variables.mine),
    ).toEqual([1, 2]);
    simulation.complete({ element: 'u' });
    simulation.complete({ element: 'side_task' });
    expect(statuses(simulation)).toEqual(['active']);
    simulation.complete({ element: 'side_task' });
    expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: {} });
  });

  it('corner 28: inputs come before subscriptions, so a condition may hold at once; outputs trigger nothing', async () => {
    const io =
      '<zeebe:ioMapping><zeebe:input source="=1" target="n"/><zeebe:output source="=99" target="m"/></zeebe:ioMapping>';
    const condition = (text: string) =>
      `<conditionalEventDefinition>${formal('condition', text)}</conditionalEventDefinition>`;
    const task = node('userTask', 'u', extension(io));
    const simulation = await begun(
      draw(
        [
          start,
          task,
          boundary('at-once', 'u', condition('=n = 1')),
          boundary('never', 'u', condition('=m = 99')),
          work('a'),
          work('b'),
          end,
        ],
        ['start > u', 'u > end', 'at-once > a', 'never > b', 'a > end', 'b > end'],
      ),
    );
    expect([times(simulation, 'completed', 'a', 'b'), statuses(simulation)]).toEqual([[1, 0], ['completed']]);
    const quiet = await begun(
      draw(
        [start, task, boundary('never', 'u', condition('=m = 99')), work('b'), end],
        ['start > u', 'u > end', 'never > b', 'b > end'],
      ),
    );
    quiet.complete({ element: 'u' });
    expect([times(quiet, 'completed', 'b'), statuses(quiet)]).toEqual([[0], ['completed']]);
  });

  it('corner 29: one message interrupts nested scopes: the outer termination wins, nothing is stuck', async () => {
    const inner = sub('inner', [node('startEvent', 'i'), user('u')], ['i > u']);
    const outer = sub(
      'outer',
      [node('startEvent', 'o'), inner, boundary('b1', 'inner', on('signal', 'go')), user('x')],
      ['o > inner', 'b1 > x'],
    );
    const simulation = await begun(
      draw(
        [start, outer, boundary('b2', 'outer', on('signal', 'go')), user('y'), end],
        ['start > outer', 'outer > end', 'b2 > y', 'y > end'],
        { definitions },
      ),
    );
    simulation.broadcast({ name: 'go' });
    expect([waiting(simulation), simulation.subscriptions]).toEqual([['y'], []]);
    simulation.complete({ element: 'y' });
    expect(statuses(simulation)).toEqual(['completed']);
  });
});

describe('corners of engines.md 7: errors, escalations, compensation, termination', () => {
  it.each([
    ['exact code before any code', 'E1', ['exact']],
    ['any code for the rest', 'E2', ['any']],
  ])('corner 14: %s', async (_, code, caught) => {
    const simulation = await begun(
      draw(
        [
          start,
          sub('part', [node('startEvent', 's'), ending('e', on('error', code))], ['s > e']),
          boundary('any', 'part', on('error')),
          boundary('exact', 'part', on('error', 'E1')),
          end,
        ],
        ['start > part', 'part > end', 'any > end', 'exact > end'],
        { definitions },
      ),
    );
    expect(order(simulation, 'any', 'exact', 'part')).toEqual(caught);
  });

  it('corner 14: from the inside out, by event sub-processes, out of a called process and of a repeated activity', async () => {
    const called = draw(
      [
        start,
        sub('deep', [node('startEvent', 's'), ending('e', on('error', 'E1'))], ['s > e']),
        boundary('other', 'deep', on('error', 'E2')),
        end,
      ],
      ['start > deep', 'deep > end', 'other > end'],
      { definitions, process: 'called' },
    );
    const part = sub('part', [node('startEvent', 's'), call('c', 'called')], ['s > c'], '', each('=[1, 2]'));
    const caller = draw([start, part, reacting('stop', on('error', 'E1')), end], ['start > part', 'part > end'], {
      definitions,
    });
    const simulation = await begun([caller, called]);
    expect(statuses(simulation)).toEqual(['active', 'terminated', 'terminated']);
    expect(times(simulation, 'terminated', 'c', 'part')).toEqual([2, 2]);
    expect(waiting(simulation)).toEqual(['stop_task']);
  });

  it('corner 15: an error nobody catches is an incident; a job can be done again, an end event cannot', async () => {
    const job = await begun(draw([start, work('a'), end], ['start > a', 'a > end']), { work: () => 'wait' });
    job.throwError({ element: 'a', code: 'E1' });
    expect(job.incidents).toMatchObject([{ element: 'a', code: 'unhandled-error' }]);
    job.resolve({ element: 'a' });
    job.complete({ element: 'a' });
    expect(statuses(job)).toEqual(['completed']);
    const stuck = await begun(draw([start, ending('e', on('error', 'E1'))], ['start > e'], { definitions }));
    stuck.resolve({ element: 'e' });
    expect(stuck.incidents).toMatchObject([{ element: 'e', code: 'unhandled-error' }]);
  });

  it.each([
    [true, ['caught'], 0],
    [false, ['caught', 'after'], 1],
  ])(
    'corner 16: an escalation is caught once, by the nearest; interrupting (%s) the flow out of the throw is not taken',
    async (interrupting, done, after) => {
      const inner = sub(
        'inner',
        [node('startEvent', 's'), throwing('t', on('escalation', 'X1')), work('after')],
        ['s > t', 't > after'],
      );
      const outer = sub(
        'outer',
        [node('startEvent', 'o'), inner, boundary('near', 'inner', on('escalation'), interrupting), work('caught')],
        ['o > inner', 'near > caught'],
      );
      const simulation = await begun(
        draw(
          [start, outer, boundary('far', 'outer', on('escalation', 'X1')), work('wrong'), end],
          ['start > outer', 'outer > end', 'far > wrong', 'wrong > end'],
          { definitions },
        ),
      );
      expect(order(simulation, 'caught', 'after', 'wrong').sort()).toEqual(done.sort());
      expect([times(simulation, 'completed', 'after'), statuses(simulation)]).toEqual([[after], ['completed']]);
    },
  );

  it.each([
    [true, 0, ['completed', 'terminated']],
    [false, 1, ['completed', 'completed']],
  ])('corner 16: across a call, interrupting (%s), too', async (interrupting, after, ended) => {
    const called = draw(
      [start, throwing('t', on('escalation', 'X1')), work('after'), end],
      ['start > t', 't > after', 'after > end'],
      { definitions, process: 'called' },
    );
    const caller = draw(
      [start, call('c', 'called'), boundary('b', 'c', on('escalation', 'X1'), interrupting), work('caught'), end],
      ['start > c', 'c > end', 'b > caught', 'caught > end'],
      { definitions },
    );
    const simulation = await begun([caller, called]);
    expect(times(simulation, 'completed', 'caught', 'after')).toEqual([1, after]);
    expect(statuses(simulation)).toEqual(ended);
  });

  it('corner 16: an escalation nobody catches is forgotten', async () => {
    const simulation = await begun(
      draw([start, throwing('t', on('escalation', 'X1')), end], ['start > t', 't > end'], { definitions }),
    );
    expect([statuses(simulation), simulation.incidents]).toEqual([['completed'], []]);
  });

  it('corner 17: only what has completed is undone, once per completion, in reverse order; the throw waits', async () => {
    const [a, b, c] = [undoing('undo-a', 'a'), undoing('undo-b', 'b'), undoing('undo-c', 'c')];
    const simulation = await begun(
      draw(
        [
          start,
          fork,
          work('a', each('=[1, 2]', true)),
          work('b'),
          user('c'),
          ...a.nodes,
          ...b.nodes,
          ...c.nodes,
          throwing('undo', compensation),
          throwing('again', compensation),
          end,
        ],
        ['start > fork', 'fork > a', 'fork > c', 'a > b', 'b > undo', 'undo > again', 'again > end', 'c > end'],
        { inside: a.inside + b.inside + c.inside },
      ),
      { work: ({ type }) => (type.startsWith('undo') ? 'wait' : {}) },
    );
    expect(simulation.jobs.map(({ element }) => element)).toEqual(['undo-b']);
    simulation.complete({ element: 'undo-b' });
    simulation.complete({ element: 'undo-a' });
    expect(order(simulation, 'undo-a', 'undo-b', 'undo-c', 'undo', 'again')).toEqual([
      'undo-b',
      'undo-a',
      'undo',
      'again',
    ]);
    expect(waiting(simulation)).toEqual(['c']);
  });

  it('corner 17: what a completed sub-process did is undone from outside; what a called process did is not', async () => {
    const a = undoing('undo-a', 'a');
    const inner = sub('part', [node('startEvent', 's'), work('a'), ...a.nodes], ['s > a'], '', a.inside);
    const called = draw([start, work('x'), ...undoing('undo-x', 'x').nodes, end], ['start > x', 'x > end'], {
      process: 'called',
      inside: undoing('undo-x', 'x').inside,
    });
    const simulation = await begun([
      draw(
        [start, inner, call('c', 'called'), throwing('undo', compensation), end],
        ['start > part', 'part > c', 'c > undo', 'undo > end'],
      ),
      called,
    ]);
    expect(order(simulation, 'undo-a', 'undo-x', 'undo')).toEqual(['undo-a', 'undo']);
    expect(statuses(simulation)).toEqual(['completed', 'completed']);
  });

  it('corner 18: a terminate end event ends its own scope: a repeated sub-process one instance, a called process itself', async () => {
    const stop = '<terminateEventDefinition/>';
    const part = sub(
      'part',
      [node('startEvent', 's'), node('parallelGateway', 'f'), user('u'), work('w'), ending('t', stop)],
      ['s > f', 'f > u', 'f > w', 'w > t'],
      '',
      each('=[1, 2]'),
    );
    const called = draw([start, fork, user('x'), ending('t', stop)], ['start > fork', 'fork > x', 'fork > t'], {
      process: 'called',
    });
    const simulation = await begun(
      [
        draw(
          [start, part, call('c', 'called'), work('after'), end],
          ['start > part', 'part > c', 'c > after', 'after > end'],
        ),
        called,
      ],
      {
        work: ({ type, variables }) => (type === 'w' && variables.item === 2 ? 'wait' : {}),
      },
    );
    expect(times(simulation, 'terminated', 'u')).toEqual([1]);
    expect(waiting(simulation)).toEqual(['u']);
    simulation.complete({ element: 'w' });
    expect(times(simulation, 'completed', 'part', 'c', 'after')).toEqual([2, 1, 1]);
    expect(statuses(simulation)).toEqual(['completed', 'completed']);
  });
});

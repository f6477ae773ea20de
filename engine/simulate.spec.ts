import { describe, expect, it } from '@jest/globals';
import { simulate, type SimulatedJob, type Simulation } from '#engine';
import { boundary, draw, extension, named, node, on, timer, user, work } from '../test/support/draw.js';

const start = node('startEvent', 'start');
const end = node('endEvent', 'end');
const oneJob = draw([start, work('a'), end], ['start > a', 'a > end']);

function call(id: string, process: string, binding = ''): ReturnType<typeof node> {
  return node('callActivity', id, extension(`<zeebe:calledElement processId="${process}" ${binding}/>`));
}

function statuses({ instances }: Simulation): string[] {
  return instances.map(({ processId, status }) => `${processId} ${status}`);
}

function completed({ log }: Simulation): string[] {
  return log.filter(({ event, type }) => event === 'completed' && type === 'ServiceTask').map(({ element }) => element);
}

describe('simulate', () => {
  it('completes by hand a job that the worker left open', async () => {
    const simulation = await simulate(oneJob, { work: () => 'wait' });
    simulation.start();
    expect(simulation.jobs).toMatchObject([{ element: 'a', type: 'a', retries: 3 }]);
    simulation.complete({ element: 'a', variables: { done: true } });
    expect(simulation.instances).toMatchObject([{ status: 'completed', variables: { done: true } }]);
    expect(() => simulation.complete({ element: 'a' })).toThrow("Expected an open user task 'a', but there is none.");
  });

  it('asks the worker after the engine has settled, and calls `complete` when it is due', async () => {
    const seen: string[] = [];
    const parallel = draw([start, work('a'), work('b'), end], ['start > a', 'start > b', 'a > end', 'b > end']);
    const simulation = await simulate(parallel, {
      work: ({ element }) => {
        seen.push(`${element} of ${simulation.jobs.length}`);
        return { after: 'PT2S', complete: () => ({ [element]: simulation.now }) };
      },
    });
    simulation.start();
    expect(seen).toEqual(['a of 2', 'b of 2']);
    simulation.advance('PT1S');
    expect(simulation.instances[0]!.status).toBe('active');
    simulation.advance('PT1S');
    const at = Date.UTC(2026, 0, 1, 0, 0, 2);
    expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: { a: at, b: at } });
  });

  it('a job that was interrupted does not complete later', async () => {
    const late = draw(
      [start, work('a'), boundary('late', 'a', timer('Duration', 'PT1S')), work('b'), end],
      ['start > a', 'a > end', 'late > b', 'b > end'],
    );
    const simulation = await simulate(late, {
      work: ({ type }) => (type === 'a' ? { after: 'PT2S', complete: { never: true } } : {}),
    });
    simulation.start();
    simulation.advance('PT10S');
    expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: {} });
    expect(completed(simulation)).toEqual(['b']);
  });

  it('a failing job is tried again after its backoff, and becomes an incident when its retries are spent', async () => {
    const tries: string[] = [];
    const simulation = await simulate(oneJob, {
      work: ({ retries }) => {
        tries.push(`${retries} at ${new Date(simulation.now).toISOString().slice(14, 19)}`);
        return { fail: 'no paper', backoff: 'PT1M' };
      },
    });
    simulation.start();
    simulation.advance('PT1H');
    expect(tries).toEqual(['3 at 00:00', '2 at 01:00', '1 at 02:00']);
    expect(simulation.incidents).toMatchObject([{ element: 'a', code: 'job-failed', message: 'no paper' }]);
  });

  it('the most urgent job goes first', async () => {
    const priority = (value: string) =>
      extension(`<zeebe:taskDefinition type="t"/><zeebe:jobPriorityDefinition priority="${value}"/>`);
    const tasks = ['low', 'high', 'own'].map((id) =>
      node(
        'serviceTask',
        id,
        id === 'own' ? extension('<zeebe:taskDefinition type="t"/>') : priority(id === 'low' ? '1' : '=40 + 2'),
      ),
    );
    const xml = draw(
      [start, ...tasks, end],
      tasks.flatMap(({ id }) => [`start > ${id}`, `${id} > end`]),
    );
    const seen: SimulatedJob[] = [];
    const simulation = await simulate(xml, { work: (job) => void seen.push(job) });
    simulation.start();
    expect(seen.map(({ element, priority: own }) => `${element} ${own}`)).toEqual(['high 42', 'low 1', 'own 0']);
  });

  it('nothing is lost while an instance is suspended (corner 35)', async () => {
    const simulation = await simulate(
      draw([start, user('u'), work('a'), work('b'), end], ['start > u', 'u > end', 'start > a', 'a > b', 'b > end']),
      { work: () => ({ after: 'PT1M', complete: { worked: true } }) },
    );
    simulation.start();
    simulation.suspend();
    expect(() => simulation.complete({ element: 'u' })).toThrow('suspended');
    simulation.advance('PT10M');
    expect(completed(simulation)).toEqual([]);
    simulation.resume();
    simulation.advance('PT1M');
    simulation.complete({ element: 'u' });
    expect(completed(simulation)).toEqual(['a', 'b']);
    expect(simulation.instances).toMatchObject([{ status: 'completed', variables: { worked: true } }]);
  });

  it('a called process that ends while its caller is suspended is heard of afterwards', async () => {
    const caller = draw([start, call('c', 'called'), end], ['start > c', 'c > end']);
    const called = draw([start, user('u'), end], ['start > u', 'u > end'], { process: 'called' });
    const simulation = await simulate([caller, called]);
    const id = simulation.start();
    simulation.suspend({ instance: id });
    simulation.complete({ element: 'u', variables: { answer: 42 } });
    expect(statuses(simulation)).toEqual(['process active', 'called completed']);
    simulation.resume({ instance: id });
    expect(simulation.instances[0]).toMatchObject({ status: 'completed', variables: { answer: 42 } });
  });

  it('a called process that is cancelled by hand is an incident of its caller, and can be called again', async () => {
    const caller = draw([start, call('c', 'called'), end], ['start > c', 'c > end']);
    const called = draw([start, user('u'), end], ['start > u', 'u > end'], { process: 'called' });
    const simulation = await simulate([caller, called]);
    simulation.start();
    simulation.cancel({ instance: '2' });
    expect(simulation.incidents).toMatchObject([{ instance: '1', element: 'c', code: 'call-failed' }]);
    simulation.resolve({ element: 'c' });
    simulation.complete({ element: 'u' });
    expect(statuses(simulation)).toEqual(['process completed', 'called terminated', 'called completed']);
  });

  it('a process that calls itself without end is stopped by an incident', async () => {
    const simulation = await simulate(draw([start, call('c', 'process'), end], ['start > c', 'c > end']));
    simulation.start();
    expect(simulation.incidents).toMatchObject([{ instance: '1000', code: 'call-failed' }]);
  });

  it('calls the version that the binding means', async () => {
    const version = (tag: string, type: string) =>
      draw([start, work(type), end], [`start > ${type}`, `${type} > end`], {
        process: 'called',
        inside: extension(`<zeebe:versionTag value="${tag}"/>`),
      });
    const bound = ['bindingType="latest"', 'bindingType="deployment"', 'bindingType="versionTag" versionTag="v1"'];
    const calls = bound.map((binding, index) => call(`c${index}`, 'called', binding));
    const caller = draw([start, ...calls, end], ['start > c0', 'c0 > c1', 'c1 > c2', 'c2 > end']);
    const simulation = await simulate([version('v1', 'first')]);
    expect(await simulation.deploy([caller, version('v2', 'second')])).toEqual([]);
    await simulation.deploy(version('v3', 'third'));
    simulation.start({ processId: 'process' });
    expect(completed(simulation)).toEqual(['third', 'second', 'first']);
  });

  it('corner 23: a new version takes over the start events, the same text twice does not', async () => {
    const every = (id: string) =>
      draw([node('startEvent', 'start', timer('Cycle', 'R/PT1H')), work(id), end], [`start > ${id}`, `${id} > end`]);
    const simulation = await simulate(every('old'));
    simulation.advance('PT1H');
    await simulation.deploy(every('old'));
    expect(simulation.timers).toHaveLength(1);
    await simulation.deploy(every('new'));
    simulation.advance('PT2H');
    expect(completed(simulation)).toEqual(['old', 'new', 'new']);
  });

  it('corner 21: the instance that a key started may also have been cancelled; the next message starts the newest version', async () => {
    const byMessage = (id: string) =>
      draw([node('startEvent', 'start', on('message', 'go')), user(id), end], [`start > ${id}`, `${id} > end`], {
        definitions: named('message', 'go'),
      });
    const simulation = await simulate(byMessage('old'));
    for (let turn = 0; turn < 2; turn += 1) simulation.publish({ name: 'go', correlationKey: 'k', timeToLive: 'PT1H' });
    await simulation.deploy(byMessage('new'));
    expect(simulation.userTasks.map(({ element }) => element)).toEqual(['old']);
    simulation.cancel();
    expect(simulation.userTasks.map(({ element }) => element)).toEqual(['new']);
  });

  it('several buffered messages reach an event that stays open', async () => {
    const xml = draw(
      [start, user('u'), boundary('b', 'u', on('message', 'go'), false), work('a'), end],
      ['start > u', 'u > end', 'b > a', 'a > end'],
      { definitions: named('message', 'go', '="k"') },
    );
    const simulation = await simulate(xml);
    for (const n of [1, 2, 3])
      simulation.publish({ name: 'go', correlationKey: 'k', timeToLive: 'PT1H', variables: { n } });
    simulation.start();
    expect(completed(simulation)).toEqual(['a', 'a', 'a']);
    expect(simulation.instances[0]).toMatchObject({ status: 'active', variables: { n: 3 } });
  });

  it('messages go from one process to another: what the model leaves to nobody is published', async () => {
    const definitions = named('message', 'order', '=number') + named('message', 'answer', '=number');
    const payload = extension(
      '<zeebe:ioMapping><zeebe:input source="={number: number}" target="message"/></zeebe:ioMapping>',
    );
    const asks = draw(
      [
        start,
        node('intermediateThrowEvent', 'ask', payload + on('message', 'order')),
        node('intermediateCatchEvent', 'wait', on('message', 'answer')),
        end,
      ],
      ['start > ask', 'ask > wait', 'wait > end'],
      { definitions },
    );
    const answers = draw(
      [
        node('startEvent', 'begin', on('message', 'order')),
        node(
          'sendTask',
          'send',
          extension('<zeebe:taskHeaders><zeebe:header key="timeToLive" value="PT5M"/></zeebe:taskHeaders>'),
          'messageRef="message-answer"',
        ),
        end,
      ],
      ['begin > send', 'send > end'],
      { definitions, process: 'answers' },
    );
    const simulation = await simulate([asks, answers]);
    expect(simulation.diagnostics).toEqual([]);
    simulation.start({ variables: { number: 'A1' } });
    expect(statuses(simulation)).toEqual(['process completed', 'answers completed']);
  });

  it('signals start and reach other processes and called ones, once each', async () => {
    const definitions = named('signal', 'go');
    const caller = draw([start, call('c', 'called'), end], ['start > c', 'c > end']);
    const called = draw(
      [start, node('intermediateCatchEvent', 'hear', on('signal', 'go')), end],
      ['start > hear', 'hear > end'],
      { definitions, process: 'called' },
    );
    const third = draw([node('startEvent', 'begin', on('signal', 'go')), work('a'), end], ['begin > a', 'a > end'], {
      definitions,
      process: 'third',
    });
    const thrower = draw([start, node('endEvent', 'throw', on('signal', 'go'))], ['start > throw'], {
      definitions,
      process: 'thrower',
    });
    const simulation = await simulate([caller, called, third, thrower]);
    simulation.start();
    simulation.start({ processId: 'thrower' });
    expect(statuses(simulation)).toEqual([
      'process completed',
      'called completed',
      'thrower completed',
      'third completed',
    ]);
    expect(completed(simulation)).toEqual(['a']);
  });

  it('a process that starts itself without end is stopped by an error', async () => {
    const definitions = named('signal', 'go') + named('message', 'go');
    for (const kind of ['signal', 'message'] as const) {
      const again = draw(
        [node('startEvent', 'begin', on(kind, 'go')), node('endEvent', 'throw', on(kind, 'go'))],
        ['begin > throw'],
        { definitions },
      );
      const simulation = await simulate(again);
      const trigger = () =>
        kind === 'signal' ? simulation.broadcast({ name: 'go' }) : simulation.publish({ name: 'go' });
      expect(trigger).toThrow('come to rest');
    }
  });

  it('a business id is given to one active instance of a process at a time', async () => {
    const simulation = await simulate(draw([start, user('u'), end], ['start > u', 'u > end']));
    simulation.start({ businessId: 'TRN-1' });
    expect(() => simulation.start({ businessId: 'TRN-1' })).toThrow("business id 'TRN-1'");
    simulation.complete({ element: 'u' });
    simulation.start({ businessId: 'TRN-1' });
    expect(simulation.instances.map(({ businessId }) => businessId)).toEqual(['TRN-1', 'TRN-1']);
  });

  it('a refused model does not start', async () => {
    const simulation = await simulate('<nonsense/>');
    expect(simulation.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    expect(() => simulation.start()).toThrow('refused');
  });
});

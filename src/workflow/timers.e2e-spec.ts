import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aside, boundary, bpmn, flow, node, timerDefinition, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { Sweep } from '../outbox/sweep.js';

describe('timers', () => {
  let beffroi: TestWorkflow;

  const timers = async (instance: string): Promise<unknown[]> =>
    (await beffroi.database.query('SELECT element, alarmed FROM timer WHERE process_instance_id = $1', [instance]))
      .rows;
  const elements = async (instance: string): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element).sort();
  const wait = (id: string, duration: string): Promise<unknown> =>
    beffroi.deploy(
      `${id}.bpmn`,
      bpmn(id, [
        node('startEvent', 'start'),
        node('intermediateCatchEvent', 'wait', timerDefinition('timeDuration', duration)),
        userTask('after'),
        node('endEvent', 'end'),
      ]),
    );

  beforeAll(async () => (beffroi = await startWorkflow()));
  afterAll(() => beffroi.stop());

  it('fire by themselves when they fall due', async () => {
    await wait('short', 'PT0.3S');
    const instance = await beffroi.start('short');
    expect(await elements(instance)).toEqual([]);
    for (const end = Date.now() + 5_000; (await elements(instance)).length === 0 && Date.now() < end;)
      await new Promise((done) => setTimeout(done, 20));
    expect(await elements(instance)).toEqual(['after']);
    expect(await timers(instance)).toEqual([]);
  });

  it('of next week have no alarm until a day before', async () => {
    await wait('long', 'P7D');
    const instance = await beffroi.start('long');
    expect(await timers(instance)).toEqual([{ element: 'wait', alarmed: false }]);
    await beffroi.advance('P6DT1H');
    expect(await timers(instance)).toEqual([{ element: 'wait', alarmed: true }]);
    expect(await elements(instance)).toEqual([]);
    await beffroi.advance('P1D');
    expect(await elements(instance)).toEqual(['after']);
  });

  it('remind, then close: the story of a request for a complement', async () => {
    const parts = [
      node('startEvent', 'start'),
      userTask('answer'),
      node('endEvent', 'end'),
      boundary('remind', 'answer', timerDefinition('timeDuration', 'P10D'), { interrupting: false }),
      aside(userTask('reminded')),
      flow('remind', 'reminded'),
      boundary('close', 'answer', timerDefinition('timeDuration', 'P15D')),
      aside(userTask('closed')),
      flow('close', 'closed'),
    ];
    await beffroi.deploy('complement.bpmn', bpmn('complement', parts));
    const instance = await beffroi.start('complement');
    await beffroi.advance('P9D');
    expect(await elements(instance)).toEqual(['answer']);
    await beffroi.advance('P2D');
    expect(await elements(instance)).toEqual(['answer', 'reminded']);
    await beffroi.advance('P5D');
    expect(await elements(instance)).toEqual(['closed', 'reminded']);
    expect(await timers(instance)).toEqual([]);
  });

  it('go with the activity they belong to', async () => {
    const instance = await beffroi.start('complement');
    await beffroi.complete(instance, 'answer');
    expect(await beffroi.instance(instance)).toMatchObject({ status: 'completed' });
    expect(await timers(instance)).toEqual([]);
  });

  it('fire once when several programs find them overdue', async () => {
    const instance = await beffroi.start('complement');
    beffroi.clock.advance('P11D');
    await Promise.all([1, 2, 3].map(() => beffroi.get(Sweep).run()));
    await beffroi.settled();
    expect(await elements(instance)).toEqual(['answer', 'reminded']);
  });

  it('that repeat do not drift, and do not all fire after an outage', async () => {
    const parts = [
      node('startEvent', 'start'),
      userTask('work'),
      node('endEvent', 'end'),
      boundary('tick', 'work', timerDefinition('timeCycle', 'R/P1D'), { interrupting: false }),
      aside(userTask('ticked')),
      flow('tick', 'ticked'),
    ];
    await beffroi.deploy('cycle.bpmn', bpmn('cycle', parts));
    const instance = await beffroi.start('cycle');
    const due = async (): Promise<number> => {
      const { rows } = await beffroi.database.query<{ due: Date }>(
        `SELECT due_at AS due FROM timer WHERE process_instance_id = $1`,
        [instance],
      );
      return rows[0]?.due.getTime() ?? 0;
    };
    const first = await due();
    await beffroi.advance('P1DT1H');
    expect(await elements(instance)).toEqual(['ticked', 'work']);
    expect(await due()).toBe(first + 24 * 3_600_000);
    await beffroi.advance('P10D');
    expect((await elements(instance)).length).toBeLessThanOrEqual(4);
    expect((await due()) % (24 * 3_600_000)).toBe(first % (24 * 3_600_000));
  });
});

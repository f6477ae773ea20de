import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, message, messageDefinition, node, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { MessagesService, type NewMessage } from './messages.service.js';

describe('messages', () => {
  let beffroi: TestWorkflow;

  const publish = (name: string, correlationKey: string, more: Partial<NewMessage> = {}): Promise<void> =>
    beffroi
      .get(DataSource)
      .transaction((tx) => beffroi.get(MessagesService).publish(tx, { name, correlationKey, variables: {}, ...more }));
  const elements = async (instance: string): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element);
  const receiver = (id: string, name: string): Promise<unknown> =>
    beffroi.deploy(
      `${id}.bpmn`,
      bpmn(
        id,
        [
          node('startEvent', 'start'),
          node('intermediateCatchEvent', 'wait', messageDefinition(name)),
          userTask('after'),
          node('endEvent', 'end'),
        ],
        { outside: message(name, '=number') },
      ),
    );
  const count = async (processId: string): Promise<number> => {
    const query = 'SELECT FROM process_instance WHERE process_id = $1';
    return (await beffroi.database.query(query, [processId])).rowCount ?? 0;
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    await receiver('first', 'answer');
  });
  afterAll(() => beffroi.stop());

  it('reach who waits for them, at once', async () => {
    const instance = await beffroi.start('first', { number: 'A1' });
    expect(await beffroi.get(MessagesService).awaited(instance)).toMatchObject([
      { message: 'answer', correlationKey: 'A1', element: 'wait', properties: {} },
    ]);
    await publish('answer', 'someone else');
    expect(await elements(instance)).toEqual([]);
    await publish('answer', 'A1', { variables: { text: 'yes' } });
    expect(await elements(instance)).toEqual(['after']);
    expect(await beffroi.get(MessagesService).awaited(instance)).toEqual([]);
    await beffroi.complete(instance, 'after');
    expect(await beffroi.instance(instance)).toMatchObject({ state: { result: { number: 'A1', text: 'yes' } } });
  });

  it('that come too early wait, oldest first, for as long as they live', async () => {
    await publish('answer', 'B1', { variables: { n: 1 } });
    await publish('answer', 'B1', { variables: { n: 2 } });
    const results: unknown[] = [];
    while (results.length < 2) {
      const instance = await beffroi.start('first', { number: 'B1' });
      await beffroi.settled();
      await beffroi.complete(instance, 'after');
      results.push((await beffroi.instance(instance)).state.result?.['n']);
    }
    expect(results).toEqual([1, 2]);

    await publish('answer', 'B2', { timeToLive: 'PT0S' });
    await publish('answer', 'B2', { timeToLive: 'PT1H' });
    beffroi.clock.advance('PT2H');
    const late = await beffroi.start('first', { number: 'B2' });
    await beffroi.settled();
    expect(await elements(late)).toEqual([]);
  });

  it('published twice with one id count once', async () => {
    await publish('answer', 'C1', { messageId: 'x' });
    await publish('answer', 'C1', { messageId: 'x' });
    const [one, two] = [await beffroi.start('first', { number: 'C1' }), await beffroi.start('first', { number: 'C1' })];
    await beffroi.settled();
    expect([...(await elements(one)), ...(await elements(two))]).toEqual(['after']);
  });

  it('go to one instance of each process', async () => {
    await receiver('second', 'answer');
    const starts = ['first', 'first', 'second'].map((process) => beffroi.start(process, { number: 'D1' }));
    const instances = await Promise.all(starts);
    await publish('answer', 'D1');
    const reached = await Promise.all(instances.map(async (key) => (await elements(key)).length));
    expect(reached[2]).toBe(1);
    expect((reached[0] ?? 0) + (reached[1] ?? 0)).toBe(1);
  });

  it('are not lost between a publisher and a waiter who do not see each other yet', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `E${index}`);
    const instances = await Promise.all(
      keys.map(async (number) => {
        const [instance] = await Promise.all([beffroi.start('first', { number }), publish('answer', number)]);
        return instance;
      }),
    );
    await beffroi.settled();
    expect(await Promise.all(instances.map(elements))).toEqual(keys.map(() => ['after']));
  });

  it('start a process, one at a time for each key', async () => {
    const parts = [node('startEvent', 'start', messageDefinition('order')), userTask('work'), node('endEvent', 'end')];
    await beffroi.deploy('shop.bpmn', bpmn('shop', parts, { outside: message('order') }));
    await publish('order', 'K', { variables: { n: 1 } });
    await publish('order', 'K', { variables: { n: 2 } });
    await publish('order', '');
    await publish('order', '');
    expect(await count('shop')).toBe(3);
    const { rows } = await beffroi.database.query<{ id: string }>(
      `SELECT id FROM process_instance WHERE start_correlation_key = 'K'`,
    );
    await beffroi.complete(rows[0]?.id ?? '', 'work');
    await beffroi.settled();
    expect(await count('shop')).toBe(4);
  });
});

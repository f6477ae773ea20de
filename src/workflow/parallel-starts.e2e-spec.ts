import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bpmn,
  message,
  messageDefinition,
  node,
  signal,
  signalDefinition,
  timerDefinition,
  userTask,
} from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { DataSource } from 'typeorm';
import { MessagesService } from './messages.service.js';
import { SignalsService } from './signals.service.js';

describe('a start event that needs several things to occur', () => {
  let beffroi: TestWorkflow;

  const instances = async (processId: string): Promise<string[]> => {
    const query = 'SELECT id FROM process_instance WHERE process_id = $1 ORDER BY id';
    return (await beffroi.database.query<{ id: string }>(query, [processId])).rows.map(({ id }) => id);
  };
  const signalled = async (name: string): Promise<void> => {
    await beffroi.get(SignalsService).broadcast(name, {});
    await beffroi.settled();
  };
  const deploy = (id: string, parts: string, outside: string) => {
    const start = node('startEvent', 'start', parts, 'parallelMultiple="true"');
    return beffroi.deploy(`${id}.bpmn`, bpmn(id, [start, userTask('march'), node('endEvent', 'end')], { outside }));
  };
  const atWork = async (instance = ''): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element);

  beforeAll(async () => {
    beffroi = await startWorkflow();
    await deploy('parade', signalDefinition('bell') + signalDefinition('bugle'), signal('bell') + signal('bugle'));
    await deploy(
      'letter',
      messageDefinition('post') + signalDefinition('whistle'),
      message('post') + signal('whistle'),
    );
    const soon = timerDefinition('timeDate', '2020-01-01T00:00:00Z');
    await deploy('clock', soon + signalDefinition('gong'), signal('gong'));
  });
  afterAll(() => beffroi.stop());

  it('starts one instance by the first signal, which waits for the second', async () => {
    await signalled('bell');
    const [parade, ...others] = await instances('parade');
    expect(others).toEqual([]);
    expect(await atWork(parade)).toEqual([]);
    await signalled('bugle');
    expect(await atWork(parade)).toEqual(['march']);
    expect(await instances('parade')).toEqual([parade]);
  });

  it('may be started by a message', async () => {
    const [name, correlationKey] = ['post', ''];
    await beffroi
      .get(DataSource)
      .transaction((tx) => beffroi.get(MessagesService).publish(tx, { name, correlationKey, variables: {} }));
    await beffroi.settled();
    const [letter] = await instances('letter');
    expect(await atWork(letter)).toEqual([]);
    await signalled('whistle');
    expect(await atWork(letter)).toEqual(['march']);
  });

  it('may be started by the time, which comes once', async () => {
    await beffroi.settled();
    const [clock, ...others] = await instances('clock');
    expect([others, await atWork(clock)]).toEqual([[], []]);
    await signalled('gong');
    expect(await atWork(clock)).toEqual(['march']);
    expect(await instances('clock')).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, signal, signalDefinition, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';

describe('signals', () => {
  let beffroi: TestWorkflow;
  const outside = signal('alarm');

  const elements = async (instance: string): Promise<string[]> =>
    (await beffroi.tasks(instance)).map(({ element }) => element);
  const count = async (processId: string): Promise<number> => {
    const query = 'SELECT FROM process_instance WHERE process_id = $1';
    return (await beffroi.database.query(query, [processId])).rowCount ?? 0;
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    const end = node('endEvent', 'end');
    const hear = node('intermediateCatchEvent', 'hear', signalDefinition('alarm'));
    const shout = node('endEvent', 'shout', signalDefinition('alarm'));
    const woken = node('startEvent', 'start', signalDefinition('alarm'));
    const models = {
      listener: [node('startEvent', 'start'), hear, userTask('heard'), end],
      crier: [node('startEvent', 'start'), shout],
      sleeper: [woken, userTask('awake'), end],
    };
    for (const [id, parts] of Object.entries(models)) await beffroi.deploy(`${id}.bpmn`, bpmn(id, parts, { outside }));
  });
  afterAll(() => beffroi.stop());

  it('reach everybody who listens, and start one instance of each process that they start', async () => {
    const listeners = [await beffroi.start('listener'), await beffroi.start('listener')];
    await beffroi.start('crier', { where: 'market' });
    await beffroi.settled();
    expect(await Promise.all(listeners.map(elements))).toEqual([['heard'], ['heard']]);
    expect(await count('sleeper')).toBe(1);
    const { rows } = await beffroi.database.query('SELECT FROM signal_subscription');
    expect(rows).toEqual([]);
  });

  it('are not kept for who listens later', async () => {
    await beffroi.start('crier');
    await beffroi.settled();
    const late = await beffroi.start('listener');
    await beffroi.settled();
    expect(await elements(late)).toEqual([]);
  });
});

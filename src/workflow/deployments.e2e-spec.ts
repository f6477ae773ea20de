import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, message, messageDefinition, node, timerDefinition, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { DeploymentsService } from './deployments.service.js';
import { MessagesService } from './messages.service.js';

const process = (taskName: string, start = node('startEvent', 'start')): string =>
  bpmn('town', [start, userTask(taskName), node('endEvent', 'end')], { outside: message('begin') });

describe('deployments', () => {
  let beffroi: TestWorkflow;

  beforeAll(async () => (beffroi = await startWorkflow()));
  afterAll(() => beffroi.stop());

  it('make a new version only of what changed', async () => {
    expect((await beffroi.deploy('town.bpmn', process('one'))).definitions).toMatchObject([
      { version: 1, isNew: true },
    ]);
    expect((await beffroi.deploy('town.bpmn', process('one'))).definitions).toMatchObject([
      { version: 1, isNew: false },
    ]);
    expect((await beffroi.deploy('town.bpmn', process('two'))).definitions).toMatchObject([
      { version: 2, isNew: true },
    ]);
    const latest = await beffroi.get(DeploymentsService).latest('town');
    expect(latest).toMatchObject({ version: 2, definitionId: 'town' });
  });

  it('at the same moment make one version', async () => {
    const results = await Promise.all([1, 2, 3].map(() => beffroi.deploy('town.bpmn', process('three'))));
    expect(results.flatMap(({ definitions }) => definitions).filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('leave running instances on their version', async () => {
    const old = await beffroi.start('town');
    await beffroi.deploy('town.bpmn', process('four'));
    const young = await beffroi.start('town');
    expect([...(await beffroi.tasks(old)), ...(await beffroi.tasks(young))].map(({ element }) => element)).toEqual([
      'three',
      'four',
    ]);
  });

  it('refuse a model that cannot run, and say where', async () => {
    const broken = process('five').replace('<bpmn:userTask', '<bpmn:serviceTask id="odd" /><bpmn:userTask');
    const { diagnostics, definitions } = await beffroi.deploy('town.bpmn', broken);
    expect(definitions).toEqual([]);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'error', element: 'odd', resource: 'town.bpmn' }),
    );
  });

  it('keep forms', async () => {
    const form = JSON.stringify({ id: 'request', type: 'default', components: [] });
    await beffroi.deploy('request.form', form);
    expect(await beffroi.get(DeploymentsService).form('request')).toMatchObject({ version: 1, content: form });
    expect((await beffroi.deploy('odd.form', '{}')).diagnostics).toMatchObject([{ code: 'not-a-form' }]);
  });

  it('replace what starts the process: messages and timers of the old version start nothing', async () => {
    const count = async (): Promise<number> =>
      (await beffroi.database.query(`SELECT FROM process_instance WHERE process_id = 'town'`)).rowCount ?? 0;
    const publish = (): Promise<void> =>
      beffroi
        .get(DataSource)
        .transaction((tx) =>
          beffroi
            .get(MessagesService)
            .publish(tx, { name: 'begin', correlationKey: '', variables: {}, timeToLive: 'PT0S' }),
        );
    const before = await count();
    await beffroi.deploy('town.bpmn', process('six', node('startEvent', 'start', messageDefinition('begin'))));
    await publish();
    expect(await count()).toBe(before + 1);
    await beffroi.deploy(
      'town.bpmn',
      process('seven', node('startEvent', 'start', timerDefinition('timeCycle', 'R2/P1D'))),
    );
    await publish();
    expect(await count()).toBe(before + 1);
    await beffroi.advance('P1DT1H');
    expect(await count()).toBe(before + 2);
    await beffroi.advance('P3D');
    expect(await count()).toBe(before + 3);
    await beffroi.deploy('town.bpmn', process('eight'));
    expect((await beffroi.database.query('SELECT FROM timer')).rowCount).toBe(0);
  });
});

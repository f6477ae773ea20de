import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aside, boundary, bpmn, node, serviceTask, timerDefinition, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { MigrationsService } from './migrations.service.js';

/** Instances of an old version go on as instances of a new one. */
describe('a migration', () => {
  let beffroi: TestWorkflow;
  let from: string;
  let to: string;
  const keyOf = async (id: string, tasks: Parameters<typeof bpmn>[1]): Promise<string> => {
    const { definitions } = await beffroi.deploy(
      'permit.bpmn',
      bpmn(id, [node('startEvent', 'start'), ...tasks, node('endEvent', 'end')]),
    );
    return definitions[0]!.key;
  };

  beforeAll(async () => {
    beffroi = await startWorkflow();
    from = await keyOf('permit', [userTask('look'), serviceTask('stamp', 'dance')]);
  });
  afterAll(() => beffroi.stop());

  it('is looked at first, then done in a batch; what cannot go stays, with the reason', async () => {
    const [looking, other] = [await beffroi.start('permit'), await beffroi.start('permit')];
    const stuck = await beffroi.start('permit');
    await beffroi.complete(stuck, 'look');
    to = await keyOf('permit', [
      userTask('inspect'),
      boundary('late', 'inspect', timerDefinition('timeDuration', 'P30D')),
      aside(node('endEvent', 'given-up')),
      userTask('sign'),
    ]);
    const wanted = { from, to, plan: { look: 'inspect' } };
    const migrations = beffroi.get(MigrationsService);

    expect(await migrations.preview(wanted)).toEqual([
      { processInstanceKey: looking, problems: [], changes: [{ from: 'look', to: 'inspect' }, { to: 'late' }] },
      { processInstanceKey: other, problems: [], changes: [{ from: 'look', to: 'inspect' }, { to: 'late' }] },
      { processInstanceKey: stuck, problems: [expect.stringContaining("'stamp'")], changes: [] },
    ]);
    expect(await beffroi.tasks(looking)).toMatchObject([{ element: 'look', processDefinitionId: from }]);

    expect(await migrations.migrate(wanted, SYSTEM)).toEqual({
      migrated: [looking, other],
      refused: [{ processInstanceKey: stuck, message: expect.stringContaining("'stamp'") }],
    });
    expect(await beffroi.tasks(looking)).toMatchObject([{ element: 'inspect', processDefinitionId: to }]);
    const { rows: timers } = await beffroi.database.query('SELECT element FROM timer WHERE process_instance_id = $1', [
      looking,
    ]);
    expect(timers).toEqual([{ element: 'late' }]);
    await beffroi.complete(looking, 'inspect');
    await beffroi.complete(looking, 'sign');
    expect(await beffroi.instance(looking)).toMatchObject({ status: 'completed', processDefinitionId: to });
    expect(await beffroi.instance(stuck)).toMatchObject({ status: 'active', processDefinitionId: from });
  });

  it('reaches the timers of an instance that waits since long', async () => {
    const [old] = (
      await beffroi.database.query<{ id: string }>(
        `SELECT process_instance_id AS id FROM user_task WHERE element = 'inspect' AND state = 'created'`,
      )
    ).rows;
    await beffroi.advance('P31D');
    expect(await beffroi.instance(old!.id)).toMatchObject({ status: 'completed' });
  });
});

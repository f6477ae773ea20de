import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node, serviceTask, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { IncidentsService } from './incidents.service.js';
import { JobsService } from './jobs.service.js';

describe('jobs', () => {
  let beffroi: TestWorkflow;

  const jobs = async (instance: string): Promise<{ id: string; retries: number; failure: string | null }[]> =>
    (await beffroi.database.query<never>('SELECT * FROM job WHERE process_instance_id = $1', [instance])).rows;
  const deploy = (id: string, task: ReturnType<typeof serviceTask>): Promise<unknown> =>
    beffroi.deploy(
      `${id}.bpmn`,
      bpmn(id, [node('startEvent', 'start'), task, userTask('after'), node('endEvent', 'end')]),
    );

  beforeAll(async () => (beffroi = await startWorkflow()));
  afterAll(() => beffroi.stop());

  it('are worked on once their step is committed', async () => {
    await deploy(
      'talk',
      serviceTask('publish', 'publish-message', { headers: { messageName: 'hello', timeToLive: 'PT1H' } }),
    );
    const instance = await beffroi.start('talk');
    await beffroi.settled();
    expect(await beffroi.tasks(instance)).toMatchObject([{ element: 'after' }]);
    expect(await jobs(instance)).toEqual([]);
    const { rows } = await beffroi.database.query('SELECT name, message_id FROM message');
    expect(rows).toEqual([{ name: 'hello', message_id: expect.stringMatching(/^job-\d+$/) }]);
  });

  it('are tried again, later each time, then wait for a person; resolving tries again', async () => {
    await deploy('fail', serviceTask('publish', 'publish-message', { retries: 2 }));
    const instance = await beffroi.start('fail');
    await beffroi.settled();
    expect(await jobs(instance)).toMatchObject([{ retries: 1, failure: 'The header "messageName" is missing.' }]);
    expect(await beffroi.get(IncidentsService).search({ processInstanceKey: instance })).toEqual([]);

    await beffroi.database.query(`UPDATE job SET due_at = now()`);
    const [job] = await jobs(instance);
    await beffroi.get(JobsService).fail(job?.id ?? '', 'Still not there.');
    const [incident] = await beffroi.get(IncidentsService).search({ processInstanceKey: instance });
    expect(incident).toMatchObject({ element: 'publish', message: expect.stringContaining('Still not there.') });

    expect(await beffroi.get(IncidentsService).resolve(incident?.id ?? '', SYSTEM)).toEqual({ accepted: true });
    await beffroi.settled();
    expect(await beffroi.get(IncidentsService).search({ processInstanceKey: instance })).toEqual([]);
    expect(await jobs(instance)).toMatchObject([{ retries: 1, failure: 'The header "messageName" is missing.' }]);
  });

  it('of a type that nobody here works on wait for somebody outside', async () => {
    await deploy('unknown', serviceTask('dance', 'dance'));
    const instance = await beffroi.start('unknown');
    await beffroi.settled();
    expect(await beffroi.get(IncidentsService).search({ processInstanceKey: instance })).toEqual([]);
    expect(await jobs(instance)).toMatchObject([{ type: 'dance', retries: 3 }]);
  });

  it('answered twice are done once', async () => {
    await deploy('twice', serviceTask('dance', 'dance'));
    const instance = await beffroi.start('twice');
    await beffroi.settled();
    const [job] = await jobs(instance);
    const key = job?.id ?? '';
    const service = beffroi.get(JobsService);
    await Promise.all([
      service.complete(key, { n: 1 }),
      service.complete(key, { n: 2 }),
      service.complete(key, { n: 3 }),
    ]);
    expect(await beffroi.tasks(instance)).toHaveLength(1);
    expect(await service.toWork(key)).toBeUndefined();
  });
});

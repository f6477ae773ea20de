import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, extensions, node } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { ExternalJobsService } from './external-jobs.service.js';
import { JobRow } from './job.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';

describe('a case that is cancelled while a listener of its task must hear of it', () => {
  let beffroi: TestWorkflow;

  beforeAll(async () => {
    beffroi = await startWorkflow();
    const listener = '<zeebe:taskListener eventType="canceling" type="farewell" />';
    const task = extensions(`<zeebe:userTask /><zeebe:taskListeners>${listener}</zeebe:taskListeners>`);
    const parts = [node('startEvent', 'start'), node('userTask', 'look', task), node('endEvent', 'end')];
    await beffroi.deploy('asked.bpmn', bpmn('asked', parts));
  });
  afterAll(() => beffroi.stop());

  it('shows its task to nobody, and ends with the job of the listener', async () => {
    const instance = await beffroi.start('asked');
    expect(await beffroi.get(ProcessInstancesService).dispatch(instance, { type: 'cancel' }, SYSTEM)).toEqual({
      accepted: true,
    });
    expect(await beffroi.tasks(instance)).toEqual([]);
    expect(await beffroi.instance(instance)).toMatchObject({ endedAt: null });
    const job = await beffroi.get(DataSource).manager.findOneByOrFail(JobRow, { processInstanceId: instance });
    expect(job).toMatchObject({ type: 'farewell' });
    await beffroi.get(ExternalJobsService).complete(job.id, {}, SYSTEM);
    expect(await beffroi.instance(instance)).toMatchObject({
      status: 'terminated',
      endedAt: expect.any(Date) as unknown,
    });
  });
});

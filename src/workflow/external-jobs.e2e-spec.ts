import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { bpmn, node, serviceTask, userTask } from '../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { SYSTEM } from '../history/actor.js';
import { ExternalJobsService } from './external-jobs.service.js';
import { type ActivatedJob, JobActivationService } from './job-activation.service.js';
import { lockInstance } from './lock-instance.js';

describe('what outside workers say at the same time', () => {
  let beffroi: TestWorkflow;
  let jobs: ExternalJobsService;

  const activate = (most: number, worker = 'w', type = 'pack'): Promise<ActivatedJob[]> =>
    beffroi.get(JobActivationService).activate({ type, worker, lockMilliseconds: 60_000, most });
  const some = async (count: number): Promise<ActivatedJob[]> => {
    for (let number = 0; number < count; number++) await beffroi.start('parcel', { number });
    return activate(count);
  };
  const transactions = async (table: string, keys: readonly string[]): Promise<number> => {
    const query = `SELECT count(DISTINCT xmin::text)::int AS number FROM ${table} WHERE id = ANY($1)`;
    return (await beffroi.database.query<{ number: number }>(query, [keys])).rows[0]?.number ?? 0;
  };
  const failure = { retries: 2, message: 'no paper', backOffMilliseconds: 60_000 };

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { ROLE: 'web' } });
    jobs = beffroi.get(ExternalJobsService);
    const steps = [node('startEvent', 'start'), serviceTask('pack', 'pack'), userTask('send'), node('endEvent', 'end')];
    await beffroi.deploy('parcel.bpmn', bpmn('parcel', steps));
  });
  afterAll(() => beffroi.stop());

  it('shares a transaction when jobs are completed', async () => {
    const taken = await some(8);
    const outcomes = await Promise.all(taken.map(({ key }) => jobs.complete(key, {}, SYSTEM)));
    expect(outcomes).toEqual(taken.map(() => ({ accepted: true })));
    const instances = taken.map(({ processInstanceKey }) => processInstanceKey);
    expect(await transactions('process_instance', instances)).toBe(1);
    for (const key of instances) expect(await beffroi.tasks(key)).toMatchObject([{ element: 'send' }]);
  });

  it('shares a transaction when tries fail, and has the jobs offered again later', async () => {
    const keys = (await some(6)).map(({ key }) => key);
    const outcomes = await Promise.all(keys.map((key) => jobs.fail(key, failure, SYSTEM)));
    expect(outcomes).toEqual(keys.map(() => ({ accepted: true })));
    expect(await transactions('job', keys)).toBe(1);
    const { rows } = await beffroi.database.query(
      'SELECT DISTINCT retries, attempts, failure, locked_until AS locked FROM job WHERE id = ANY($1)',
      [keys],
    );
    expect(rows).toEqual([{ retries: 2, attempts: 1, failure: 'no paper', locked: null }]);
    const told = await beffroi.database.query(
      `SELECT count(*)::int AS number FROM outbox_entry WHERE due_at IS NOT NULL AND payload->>'jobKey' = ANY($1)`,
      [keys],
    );
    expect(told.rows).toEqual([{ number: 6 }]);
    expect(await activate(10)).toEqual([]);
    await beffroi.advance('PT2M');
    expect((await activate(10)).map(({ key }) => key)).toEqual(keys);
  });

  it('is done one after the other about one job, and who is too late is told so', async () => {
    const [job] = await some(1);
    const key = job!.key;
    expect(await Promise.all([jobs.fail(key, failure, SYSTEM), jobs.fail(key, failure, SYSTEM)])).toEqual([
      { accepted: true },
      { accepted: true },
    ]);
    const { rows } = await beffroi.database.query('SELECT attempts FROM job WHERE id = $1', [key]);
    expect(rows).toEqual([{ attempts: 2 }]);
    const last = await jobs.fail(key, { ...failure, retries: 0 }, SYSTEM);
    expect(last).toEqual({ accepted: true });
    for (const late of [jobs.fail(key, failure, SYSTEM), jobs.complete(key, {}, SYSTEM)])
      expect(await late).toMatchObject({ rejection: { code: 'job-failed' } });
    expect(await jobs.fail('1', failure, SYSTEM)).toMatchObject({ rejection: { code: 'no-such-job' } });
    expect(await jobs.complete('1', {}, SYSTEM)).toMatchObject({ rejection: { code: 'no-such-job' } });
  });

  it('does not wait for a job that somebody else holds', async () => {
    const [held, free] = await some(2);
    const waiting = await beffroi.get(DataSource).transaction(async (tx) => {
      await lockInstance(tx, held!.processInstanceKey);
      await tx.query('SELECT FROM job WHERE id = $1 FOR UPDATE', [held!.key]);
      const late = jobs.fail(held!.key, failure, SYSTEM);
      expect(await jobs.fail(free!.key, failure, SYSTEM)).toEqual({ accepted: true });
      return { late };
    });
    expect(await waiting.late).toEqual({ accepted: true });
  });

  it('asks for jobs by one statement, which gives nobody the same and the first one the first', async () => {
    const keys: string[] = [];
    for (let number = 0; number < 5; number++) keys.push(await beffroi.start('parcel'));
    await beffroi.database.query(
      `UPDATE job SET locked_until = NULL, due_at = created_at, retries = CASE WHEN process_instance_id = ANY($1) THEN 3 ELSE 0 END`,
      [keys],
    );
    const asked = await Promise.all([
      activate(2, 'one'),
      activate(9, 'none', 'other'),
      activate(2, 'two'),
      activate(2),
    ]);
    const given = asked.map((jobs) =>
      jobs.map(({ worker, processInstanceKey: of }) => `${worker} ${keys.indexOf(of)}`),
    );
    expect(given).toEqual([['one 0', 'one 1'], [], ['two 2', 'two 3'], ['w 4']]);
    const all = asked.flat().map(({ key }) => key);
    expect(await transactions('job', all)).toBe(1);
  });
});

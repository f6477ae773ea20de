import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { JobPolls } from '../jobs/job-polls.service.js';
import { JobActivationService } from '../../workflow/job-activation.service.js';
import { Connection } from '../../database/connection.js';
import { bpmn, node, serviceTask } from '../../../test/support/bpmn.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

interface Answer {
  readonly status?: number;
  readonly title?: string;
  readonly jobs?: readonly unknown[];
}

/** As many as fit the open files that a program may have by default, twice: once here, once there. */
const IDLE_POLLS = 2_000;

describe('an API that is asked too much', () => {
  let beffroi: TestWorkflow;
  beforeAll(async () => (beffroi = await startWorkflow({ env: { API_OPEN: 'true' } })));
  afterAll(() => beffroi.stop());

  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const ask = (path: string, body: object) =>
    new Promise<Answer>((resolve, reject) => {
      const url = `${beffroi.url}/v2/${path}`;
      const asking = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
      asking.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () => resolve({ ...(JSON.parse(text) as Answer), status: response.statusCode }));
      });
      asking.end(JSON.stringify(body));
    });

  it('refuses what is too much at once, and works on the rest', async () => {
    const busy = new Connection(beffroi.database.url);
    await busy.connect();
    await busy.query('BEGIN; LOCK TABLE process_instance');
    const asked = Array.from({ length: 300 }, () => ask('process-instances/search', {}));
    let answered = 0;
    for (const one of asked) void one.then(() => answered++);
    while (answered < 100) await sleep(20);
    await busy.query('COMMIT');
    await busy.end();
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status, title }) => status === 503 && title === 'RESOURCE_EXHAUSTED')).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
    expect((await ask('process-instances/search', {})).status).toBe(200);
  }, 120_000);

  it('does not count who only waits', async () => {
    const poll = { type: 'nothing', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: 4_000 };
    const waiting: Promise<{ status?: number }>[] = [];
    for (let group = 0; group < 5; group++) {
      waiting.push(...Array.from({ length: 100 }, () => ask('jobs/activation', poll)));
      await sleep(500);
    }
    expect((await ask('process-instances/search', {})).status).toBe(200);
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([200]));
  }, 120_000);

  it('asks the database nothing for thousands who wait, and answers one of them as soon as there is a job', async () => {
    await beffroi.deploy('press.bpmn', bpmn('press', [node('startEvent', 's'), serviceTask('print', 'print')]));
    const poll = { timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 110_000 };
    const types = Array.from({ length: IDLE_POLLS }, (_, n) => (n < IDLE_POLLS / 2 ? 'print' : `type-${n % 50}`));
    const waiting: Promise<Answer>[] = [];
    const held = beffroi.get(JobPolls)['waiting'];
    for (let next = 0; next < IDLE_POLLS; next += 100) {
      const asking = types.slice(next, next + 100).map((type) => ask('jobs/activation', { ...poll, type }));
      waiting.push(...asking.map((one) => one.catch((): Answer => ({}))));
      // each looks once when it comes
      while (held.size < next + 100) await sleep(20);
    }
    let answered = 0;
    for (const one of waiting) void one.then(() => answered++);
    await sleep(1_000);
    const jobs = beffroi.get(JobActivationService);
    const looks = (['activate', 'available', 'nextIn'] as const).map((name) => jest.spyOn(jobs, name));
    await sleep(5_000);
    expect(answered).toBe(0);
    expect(looks.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBeLessThan(5);
    await beffroi.start('press');
    const begin = performance.now();
    const first = await Promise.race(waiting);
    expect(first).toMatchObject({ status: 200, jobs: [{ type: 'print' }] });
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(answered).toBe(1);
    expect(looks.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBeGreaterThan(0);
    agent.destroy();
    await Promise.all(waiting);
  }, 120_000);
});

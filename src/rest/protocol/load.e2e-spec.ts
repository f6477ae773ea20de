import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { Connection } from '../../database/connection.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

describe('an API that is asked too much', () => {
  let beffroi: TestWorkflow;
  beforeAll(async () => (beffroi = await startWorkflow({ env: { API_OPEN: 'true' } })));
  afterAll(() => beffroi.stop());

  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const ask = (path: string, body: object) =>
    new Promise<{ status?: number; title?: string }>((resolve, reject) => {
      const url = `${beffroi.url}/v2/${path}`;
      const asking = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
      asking.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () =>
          resolve({ status: response.statusCode, title: (JSON.parse(text) as { title?: string }).title }),
        );
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
});

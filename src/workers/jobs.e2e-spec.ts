import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bpmn, extensions, node, userTask } from '../../test/support/bpmn.js';
import { redisIsThere, startRedis, type TestRedis } from '../../test/support/redis.js';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { IncidentsService } from '../workflow/incidents.service.js';

type Call = { readonly body: string; readonly key: string; readonly response: ServerResponse };

/** Another program that answers when it is told to. */
class Other {
  readonly calls: Call[] = [];
  answers = true;
  private server?: Server;

  async start(): Promise<string> {
    this.server = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.calls.push({ body, key: String(request.headers['idempotency-key']), response });
        if (this.answers) response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((done) => this.server?.once('listening', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  async called(times: number): Promise<void> {
    for (const end = Date.now() + 15_000; this.calls.length < times; await sleep(20))
      if (Date.now() > end) throw new Error(`Called ${this.calls.length} times, not ${times}.`);
  }
}

function calling(id: string, url: string, { retries = 2, headers = '', more = '' } = {}): string {
  const call = node(
    'serviceTask',
    'call',
    extensions(
      `<zeebe:taskDefinition type="call-webhook" retries="${retries}" /><zeebe:taskHeaders>
       <zeebe:header key="url" value="${url}" />${headers}</zeebe:taskHeaders>${more}`,
    ),
  );
  return bpmn(id, [node('startEvent', 'start'), call, userTask('after'), node('endEvent', 'end')]);
}

describe('a job that hangs', () => {
  const other = new Other();
  let beffroi: TestWorkflow;

  beforeAll(async () => {
    const url = await other.start();
    beffroi = await startWorkflow({ env: { JOB_TIMEOUT: 'PT0.3S' } });
    const patient = '<zeebe:header key="timeout" value="PT30S" />';
    const wrong = '<zeebe:header key="timeout" value="soon" />';
    await beffroi.deploy('hangs.bpmn', calling('hangs', url));
    await beffroi.deploy('patient.bpmn', calling('patient', url, { headers: patient }));
    await beffroi.deploy('wrong.bpmn', calling('wrong', url, { headers: wrong, retries: 1 }));
  });
  afterAll(async () => {
    await beffroi.stop();
    other.stop();
  });

  it('is given up, tried again after the back-off with the same key, and an incident when no try is left', async () => {
    other.answers = false;
    const instance = await beffroi.start('hangs', { body: {} });
    await beffroi.settled();
    expect(other.calls).toHaveLength(1);
    const { rows } = await beffroi.database.query<{ retries: number; failure: string }>(
      'SELECT retries, failure FROM job WHERE process_instance_id = $1',
      [instance],
    );
    expect(rows).toEqual([{ retries: 1, failure: 'Given up after 0.3 seconds.' }]);
    // what the other program says too late counts no more
    other.calls[0]!.response.end('{}');
    await beffroi.advance('PT1M');
    expect(other.calls).toHaveLength(2);
    expect(new Set(other.calls.map(({ key }) => key)).size).toBe(1);
    const incidents = (await beffroi.get(IncidentsService).search()).filter(
      (one) => one.processInstanceId === instance,
    );
    expect(incidents).toMatchObject([{ message: 'Given up after 0.3 seconds.' }]);
    expect(await beffroi.tasks(instance)).toEqual([]);
    other.answers = true;
    await beffroi.get(IncidentsService).resolve(incidents[0]!.id, { kind: 'system' });
    await beffroi.settled();
    expect(await beffroi.tasks(instance)).toMatchObject([{ element: 'after' }]);
  }, 60_000);

  it('has the patience that its header asks for', async () => {
    other.answers = false;
    const before = other.calls.length;
    const instance = await beffroi.start('patient', { body: {} });
    await other.called(before + 1);
    await sleep(800);
    other.calls.at(-1)!.response.end('{}');
    await beffroi.settled();
    expect(await beffroi.tasks(instance)).toMatchObject([{ element: 'after' }]);
    other.answers = true;
  }, 60_000);

  it('says when its header is no duration', async () => {
    const instance = await beffroi.start('wrong', { body: {} });
    await beffroi.settled();
    const incidents = (await beffroi.get(IncidentsService).search()).filter(
      (one) => one.processInstanceId === instance,
    );
    expect(incidents[0]?.message).toContain('The header "timeout" must be an ISO 8601 duration up to PT1H');
  });
});

const backends = redisIsThere() ? (['postgres', 'redis'] as const) : (['postgres'] as const);

describe.each(backends)('the jobs of one program on %s', (backend) => {
  const other = new Other();
  let redis: TestRedis | undefined;
  let beffroi: TestWorkflow;
  let url: string;

  beforeAll(async () => {
    url = await other.start();
    if (backend === 'redis') redis = await startRedis();
    const env = { QUEUE_CONCURRENCY: 'jobs=1', QUEUE_RATE: 'timers=50/s', ...(redis && { REDIS_URL: redis.url }) };
    beffroi = await startWorkflow({ env });
    const more = '<zeebe:jobPriorityDefinition priority="=urgency" />';
    await beffroi.deploy('called.bpmn', calling('called', url, { more }));
  }, 60_000);
  afterAll(async () => {
    await beffroi.stop();
    await redis?.stop();
    other.stop();
  });

  it('go by their priority, those of the same by their age', async () => {
    other.answers = false;
    await beffroi.start('called', { urgency: 0, body: 'first' });
    await other.called(1);
    for (const [urgency, body] of [
      [0, 'ordinary'],
      [-5, 'whenever'],
      [10, 'soon'],
      [50, 'now'],
      [10, 'soon, too'],
    ] as const)
      await beffroi.start('called', { urgency, body });
    // all are with the queue before the program is free
    for (;;) {
      const { rows } = await beffroi.database.query('SELECT FROM outbox_entry WHERE sent_at IS NULL');
      if (rows.length === 0) break;
      await sleep(20);
    }
    other.answers = true;
    other.calls[0]!.response.end('{}');
    await beffroi.settled();
    const order = other.calls.map(({ body }) => JSON.parse(body) as string);
    expect(order).toEqual(['first', 'now', 'soon', 'soon, too', 'ordinary', 'whenever']);
  }, 60_000);

  it('begin no faster than the rate of their queue', async () => {
    const env = { QUEUE_RATE: 'jobs=5/s', ...(redis && { REDIS_URL: redis.url }) };
    // Redis keeps the queues of the other program apart by nothing but its end
    await beffroi.stop();
    await redis?.flush();
    beffroi = await startWorkflow({ env });
    await beffroi.deploy('slow.bpmn', calling('slow', url));
    other.calls.length = 0;
    const began = Date.now();
    for (let one = 0; one < 12; one++) await beffroi.start('slow', { body: one });
    await beffroi.settled();
    expect(other.calls).toHaveLength(12);
    expect(Date.now() - began).toBeGreaterThan(1_900);
  }, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../src/config.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type SpawnedProgram, spawnBeffroi } from '../support/program.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
}

/** The built program, a collector of ours that takes OTLP over HTTP, and one case of the crash suite's procedure. */
describe('traces', () => {
  let database: TestDatabase;
  let folder: string;
  let collector: Server;
  let program: SpawnedProgram;
  const spans: Span[] = [];
  const received: string[] = [];
  let caller: string;

  const listen = async (server: Server): Promise<string> => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const start = (more: Record<string, string>): Promise<SpawnedProgram> =>
    spawnBeffroi({
      DATABASE_URL: database.url,
      SECRET: 'a secret that only tests know, 32+ long',
      PROCEDURES_DIR: join(root, 'test/crash/procedures'),
      DATA_DIR: folder,
      API_OPEN: 'true',
      ...more,
    });
  const ask = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${program.url}/v2${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.status === 204 ? {} : ((await response.json()) as Record<string, never>);
  };
  const find = async (name: string, traceId?: string): Promise<Span> => {
    for (const end = Date.now() + 60_000; ; await sleep(100)) {
      const span = spans.find((one) => one.name === name && (!traceId || one.traceId === traceId));
      if (span) return span;
      if (Date.now() > end)
        throw new Error(
          `No span ${name} among ${[...new Set(spans.map((one) => one.name))].join(', ')}. ${program.output()}`,
        );
    }
  };
  /** From the span up to the one that nobody here is the parent of. */
  const wayUp = (span: Span): string[] => {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    return [span.name, ...(parent ? wayUp(parent) : [])];
  };

  /** The same once all of them have come: a span is sent when it ends, and parents end later. */
  const wholeWayUp = async (span: Span): Promise<string[]> => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
      let top: Span | undefined = span;
      while (top?.parentSpanId) top = spans.find(({ spanId }) => spanId === top?.parentSpanId);
      if (top) break;
    }
    return wayUp(span);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'beffroi-traces-'));
    collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.once('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        if (request.url !== '/v1/traces') return; // the called program
        received.push(body);
        const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
        for (const { scopeSpans } of resourceSpans) for (const one of scopeSpans) spans.push(...one.spans);
      });
    });
    caller = await listen(collector);
    program = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: caller });
  }, 120_000);
  afterAll(async () => {
    await program?.stop();
    collector.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const TRACE = '0af7651916cd43dd8448eb211c80319c';

  it('follow a request to the command, the step, its statements, the outbox and the worker', async () => {
    const variables = {
      number: 'Alice Exemple',
      receiver: `${caller}/`,
      to: 'alice@example.org',
      rest: 'PT1S',
      stays: false,
    };
    const body = { processDefinitionId: 'crash-story', variables };
    const { processInstanceKey } = await ask('/process-instances', body, {
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
    });
    expect(wayUp(await find('command start', TRACE))).toEqual(['command start', 'POST /v2/process-instances']);

    const search = { filter: { processInstanceKey, state: 'CREATED' } };
    const { items } = (await ask('/user-tasks/search', search)) as unknown as { items: { userTaskKey: string }[] };
    await ask(`/user-tasks/${items[0]!.userTaskKey}/completion`, {});
    const step = await find('step complete-user-task');
    const request = 'POST /v2/user-tasks/:userTaskKey/completion';
    await find(request, step.traceId);
    await find('command', step.traceId);
    expect(wayUp(step)).toEqual(['step complete-user-task', 'command', request]);

    const worker = await find('worker publish-message', step.traceId);
    await find('process job.created', step.traceId);
    await find('outbox job.created', step.traceId);
    expect(wayUp(await find('relay job.created', step.traceId))[1]).toBe('outbox job.created');
    expect(await wholeWayUp(worker)).toEqual([
      ...['worker publish-message', 'process job.created', 'outbox job.created'],
      ...['step complete-user-task', 'command', request],
    ]);
    // the step that the worker's answer leads to, and what that wrote, belong to the same trace
    expect(wayUp(await find('step complete-job', step.traceId))).toContain('process job.created');
    await find('sql COMMIT', step.traceId);
    expect(spans.filter(({ name, traceId }) => name.startsWith('sql ') && traceId === step.traceId)).not.toEqual([]);
    await find('worker send-email', step.traceId);
    await find('process mail.queued', step.traceId);
  }, 120_000);

  it('hold nothing that a person wrote', () => {
    const all = received.join('\n');
    expect(all).toContain('crash-story');
    for (const word of ['Alice', 'alice@', 'PT1S', caller.slice(7), 'INSERT INTO', 'WHERE'])
      expect(all).not.toContain(word);
  });

  it('are not there, nor is anything of them loaded, unless somebody wants them', async () => {
    await program.stop();
    const before = received.length;
    // Node writes down which modules a program loads (and does name these when they are)
    program = await start({ NODE_DEBUG: 'esm,module' });
    expect(program.output()).not.toContain('node_modules/@opentelemetry');
    await ask('/user-tasks/search', {});
    expect(received.length).toBe(before);
  }, 120_000);
});

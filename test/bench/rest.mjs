/**
 * What the API does per second, asked over HTTP by several clients at once, and what it costs that many wait for jobs.
 *
 *     npm run bench:rest -- [--json] [--seconds=5] [--clients=16] [--pollers=2000]
 */
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Clock } from '../../dist/src/clock.js';
import { readConfig } from '../../dist/src/config.js';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { DatabaseServer } from '../../dist/src/database/server.js';
import { createProgram } from '../../dist/src/program.js';
import { Measure, processorTime, round } from './measure.mjs';

const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://example.org">
  <bpmn:process id="packing" isExecutable="true">
    <bpmn:startEvent id="start" /><bpmn:endEvent id="end" />
    <bpmn:serviceTask id="pack"><bpmn:extensionElements><zeebe:taskDefinition type="pack" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="pack" /><bpmn:sequenceFlow id="b" sourceRef="pack" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;
/** Jobs that a worker takes at once. */
const BATCH = 32;
/** How long the program is watched while many wait. */
const WATCHED_MILLISECONDS = 15_000;

/** Starts a program of its own, asks it, and stops it. */
export async function measureRest({ seconds = 5, clients = 16, pollers = 2_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-bench-'));
  mkdirSync(join(folder, 'procedures'));
  const server = await startEmbeddedPostgres(folder);
  try {
    await migrate(server.url, { queues: true });
    const config = readConfig({
      DATABASE_URL: server.url,
      SECRET: 'the benchmark has no secrets at all, none',
      ROLE: 'web',
      LOG_LEVEL: 'silent',
      API_OPEN: 'true',
      PROCEDURES_DIR: join(folder, 'procedures'),
    });
    const program = await createProgram({ config, clock: new Clock(), server: new DatabaseServer(server.url) });
    await program.listen(0, '127.0.0.1');
    const figures = await measure(await program.getUrl(), server, { seconds, clients, pollers });
    await program.close();
    return figures;
  } finally {
    await server.stop({ evenIfUsed: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url, server, { seconds, clients, pollers }) {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const ask = (path, body, headers = { 'content-type': 'application/json' }) =>
    new Promise((resolve, reject) => {
      const asking = request(`${url}/v2/${path}`, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.on('data', (part) => (text += part));
        response.on('end', () => {
          if (response.statusCode >= 300) reject(new Error(`${path}: ${response.statusCode} ${text}`));
          else resolve(text === '' ? undefined : JSON.parse(text));
        });
      });
      asking.on('error', reject).end(body);
    });
  const say = (path, body) => ask(path, JSON.stringify(body));
  const form = new globalThis.FormData();
  form.append('resources', new globalThis.File([MODEL], 'packing.bpmn'));
  const deployed = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form });
  if (!deployed.ok) throw new Error(await deployed.text());
  const database = new pg.Client({ connectionString: server.url });
  database.on('error', () => undefined); // the server stops before whoever asked it
  await database.connect();
  const [{ file }] = (await database.query(`SELECT pg_read_file('postmaster.pid') AS file`)).rows;
  const postmaster = Number(file.split('\n')[0]);

  const start = new Measure(
    async () => (await say('process-instances', { processDefinitionId: 'packing' })) && 1,
    postmaster,
  );
  const work = new Measure(async () => {
    const { jobs } = await say('jobs/activation', {
      type: 'pack',
      worker: 'bench',
      timeout: 60_000,
      maxJobsToActivate: BATCH,
      requestTimeout: -1,
    });
    for (const { jobKey } of jobs) await say(`jobs/${jobKey}/completion`, { variables: { packed: true } });
    if (jobs.length === 0) await sleep(5);
    return jobs.length;
  }, postmaster);
  if (seconds > 0) await start.slice(1, clients);
  // a stock of jobs that lasts
  for (let slice = 0; slice < (seconds > 0 ? 4 : 0); slice++) {
    await start.slice(seconds / 2, clients);
    await work.slice(seconds / 4, clients);
  }
  const figures = {
    createInstance: start.report(),
    activateAndComplete: work.report(),
    ...(pollers > 0 && { idlePollers: await idle(say, database, postmaster, pollers) }),
  };
  await database.end();
  return figures;
}

/** The processor's time that a second costs without anybody, and while so many wait for a job that does not come. */
async function idle(say, database, postmaster, pollers) {
  const watch = async () => {
    const [program, server] = [process.cpuUsage(), processorTime(postmaster)];
    const at = performance.now();
    await sleep(WATCHED_MILLISECONDS);
    const { user, system } = process.cpuUsage(program);
    const passed = (performance.now() - at) / 1_000;
    return {
      programMillisecondsPerSecond: round((user + system) / 1_000 / passed, 2),
      databaseMillisecondsPerSecond: round((processorTime(postmaster) - server) / passed, 2),
    };
  };
  const alone = await watch();
  const poll = {
    type: 'nobody-makes-these',
    worker: 'idle',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout: 600_000,
  };
  const begin = async (n) => {
    for (;;)
      try {
        await say('jobs/activation', { ...poll, type: `${poll.type}-${n % 50}` });
      } catch {
        await sleep(1_000); // too many at once: it is refused, as it should be
      }
  };
  for (let n = 0; n < pollers; n++) {
    void begin(n);
    if (n % 50 === 49) await sleep(200);
  }
  const transactions = async () =>
    Number(
      (await database.query('SELECT xact_commit AS n FROM pg_stat_database WHERE datname = current_database()')).rows[0]
        .n,
    );
  // until all of them wait
  for (let quiet = 0, last = await transactions(); quiet < 3;) {
    await sleep(2_000);
    const now = await transactions();
    quiet = now - last < 20 ? quiet + 1 : 0;
    last = now;
  }
  const before = await transactions();
  const crowded = await watch();
  const after = await transactions();
  await database.end();
  return {
    pollers,
    alone,
    crowded,
    transactionsPerSecond: round((after - before) / (WATCHED_MILLISECONDS / 1_000), 1),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '5' },
      clients: { type: 'string', default: '16' },
      pollers: { type: 'string', default: '2000' },
    },
  });
  const [seconds, clients, pollers] = [values.seconds, values.clients, values.pollers].map(Number);
  const figures = await measureRest({ seconds, clients, pollers });
  const machine = `${cpus().length} x ${cpus()[0].model}, Node ${process.version}`;
  process.stdout.write(`${JSON.stringify({ machine, clients, seconds, ...figures }, null, values.json ? 0 : 2)}\n`);
  process.exit(0);
}

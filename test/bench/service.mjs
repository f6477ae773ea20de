/**
 * Durable steps per second: a task is completed, the instance goes on to the next one, all of it committed. Beside it the
 * ceiling of the machine: the same rows written by plain SQL through `pg`, without an engine.
 *
 *     npm run bench:service -- [--json] [--open=10000,100000] [--seconds=5] [--clients=16]
 */
import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../../dist/src/clock.js';
import { readConfig } from '../../dist/src/config.js';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { DatabaseServer } from '../../dist/src/database/server.js';
import { createProgram } from '../../dist/src/program.js';
import { DeploymentsService } from '../../dist/src/workflow/deployments.service.js';
import { ProcessInstancesService } from '../../dist/src/workflow/process-instances.service.js';
import { UserTasksService } from '../../dist/src/workflow/user-tasks.service.js';
import { ceilingStep, MODEL, seed } from './service-rows.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    open: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '16' },
  },
});
const [seconds, clients] = [Number(values.seconds), Number(values.clients)];
const SYSTEM = { kind: 'system' };

const folder = mkdtempSync(join(tmpdir(), 'beffroi-bench-'));
mkdirSync(join(folder, 'procedures'));
const server = await startEmbeddedPostgres(folder);
await migrate(server.url, { queues: true });
const config = readConfig({
  DATABASE_URL: server.url,
  SECRET: 'the benchmark has no secrets at all, none',
  ROLE: 'web',
  LOG_LEVEL: 'silent',
  PROCEDURES_DIR: join(folder, 'procedures'),
});
const program = await createProgram({ config, clock: new Clock(), server: new DatabaseServer(server.url) });
await program.init();
const [database, instances, tasks, deployments] = [
  DataSource,
  ProcessInstancesService,
  UserTasksService,
  DeploymentsService,
].map((service) => program.get(service, { strict: false }));
await database.transaction((tx) => deployments.deploy(tx, { resources: [{ name: 'bench.bpmn', content: MODEL }] }));
const start = () =>
  database.transaction((tx) => instances.start(tx, { processId: 'bench', variables: { amount: 3 }, actor: SYSTEM }));
const { processInstanceKey: pattern } = await start();

/** Calls `step` from so many clients at once for so long. */
async function measure(step) {
  const took = [];
  const end = performance.now() + seconds * 1_000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const at = performance.now();
        await step();
        took.push(performance.now() - at);
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1_000;
  took.sort((a, b) => a - b);
  const percentile = (share) => Math.round((took[Math.floor(took.length * share)] ?? 0) * 10) / 10;
  return {
    perSecond: Math.round(took.length / elapsed),
    milliseconds: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
  };
}

const pool = new pg.Pool({ connectionString: server.url, max: clients });
const figures = [];
let open = 1;
for (const wanted of values.open.split(',').map(Number)) {
  await seed(pool, pattern, wanted - open);
  open = wanted;
  const { rows } = await pool.query(
    `SELECT id, process_instance_id AS instance FROM user_task WHERE state = 'created' AND wait <> 'ceiling' ORDER BY random() LIMIT 60000`,
  );
  const next = () => rows.pop() ?? { id: '0', instance: '0' };
  await measure(() => tasks.complete(next().id, {}, SYSTEM)); // prepared statements, compiled process
  const steps = await measure(() => tasks.complete(next().id, {}, SYSTEM));
  const ceiling = await measure(() => ceilingStep(pool, next()));
  const starts = await measure(start);
  figures.push({
    openInstances: wanted,
    completeTask: steps,
    ceiling,
    share: Math.round((100 * steps.perSecond) / ceiling.perSecond) / 100,
    starts,
  });
}
const report = { machine: `${cpus().length} x ${cpus()[0].model}, Node ${process.version}`, clients, seconds, figures };
await pool.end();
await program.close();
await server.stop({ evenIfUsed: true });
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
process.exit(0);

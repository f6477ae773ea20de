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
import { ceilingGroup, ceilingStep, readPattern } from './ceiling.mjs';
import { Measure, round } from './measure.mjs';
import { MODEL, openTasks, seed } from './service-rows.mjs';

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
/** The measurements take turns. */
const SLICES = 10;

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

const pool = new pg.Pool({ connectionString: server.url, max: clients });
// a real step, for the ceiling to write the like
const { processInstanceKey: sample } = await start();
const [first] = await tasks.search({ processInstanceKey: sample });
await tasks.complete(first.id, {}, SYSTEM);
const like = await readPattern(pool, sample);
const postmaster = Number(
  (await pool.query('SELECT pg_read_file($1) AS file', ['postmaster.pid'])).rows[0].file.split('\n')[0],
);

const figures = [];
let open = 2;
for (const wanted of values.open.split(',').map(Number)) {
  await seed(pool, pattern, wanted - open);
  open = wanted;
  const free = { engine: [], ceiling: [] };
  const refill = async () => {
    free.engine = await openTasks(pool, { forCeiling: false });
    free.ceiling = await openTasks(pool, { forCeiling: true });
  };
  await refill();
  const take = (from, count) => {
    const taken = from.splice(-count);
    if (taken.length < count) throw new Error('All tasks are done: measure for a shorter time, or more slices.');
    return taken;
  };
  const measures = {
    completeTask: new Measure(async () => {
      const [task] = take(free.engine, 1);
      const { rejection } = await tasks.complete(task.id, {}, SYSTEM);
      if (rejection) throw new Error(rejection.message);
      return 1;
    }, postmaster),
    ceiling: new Measure(async () => {
      await ceilingStep(pool, like, ...take(free.ceiling, 1));
      return 1;
    }, postmaster),
    ceilingOfEight: new Measure(async () => {
      await ceilingGroup(pool, like, take(free.ceiling, 8));
      return 8;
    }, postmaster),
    start: new Measure(async () => (await start()) && 1, postmaster),
  };
  for (const one of Object.values(measures)) {
    await refill();
    await new Measure(one.action, postmaster).slice(0.5, clients); // prepared statements, compiled process
  }
  for (let slice = 0; slice < SLICES; slice++)
    for (const one of Object.values(measures)) {
      await refill();
      await one.slice(seconds / SLICES, clients);
    }
  const { completeTask, ceiling } = measures;
  figures.push({
    openInstances: wanted,
    ...Object.fromEntries(Object.entries(measures).map(([name, one]) => [name, one.report()])),
    share: round(completeTask.perSecond / ceiling.perSecond, 2),
  });
}
const report = { machine: `${cpus().length} x ${cpus()[0].model}, Node ${process.version}`, clients, seconds, figures };
await pool.end();
await program.close();
await server.stop({ evenIfUsed: true });
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
process.exit(0);

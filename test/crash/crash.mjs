/**
 * The crash suite: cases go their way while a seeded driver kills programs, restarts PostgreSQL, cuts connections and
 * empties Redis. Afterwards every case has ended, everything happened once, and the history is whole.
 *
 *     npm run crash -- --kills 30 [--seed 1] [--redis] [--json]
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { Clock } from '../../dist/src/clock.js';
import { readConfig } from '../../dist/src/config.js';
import { DatabaseServer } from '../../dist/src/database/server.js';
import { createProgram } from '../../dist/src/program.js';
import { DeploymentsService } from '../../dist/src/workflow/deployments.service.js';
import { ProcessInstancesService } from '../../dist/src/workflow/process-instances.service.js';
import { UserTasksService } from '../../dist/src/workflow/user-tasks.service.js';
import { findFaults } from './find-faults.mjs';
import { openStage } from './stage.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    redis: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const SYSTEM = { kind: 'system' };
const PATIENCE_MILLISECONDS = 420_000;

let state = Number(values.seed);
/** The same seed makes the same choices; what they meet is chance. */
function random(below) {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * below);
}

const began = performance.now();
const stage = await openStage(values);
const config = readConfig({ ...stage.env, ROLE: 'web', LOG_LEVEL: 'silent' });
const people = await createProgram({ config, clock: new Clock(), server: new DatabaseServer(stage.url) });
await people.init();
const [database, instances, tasks] = [DataSource, ProcessInstancesService, UserTasksService].map((service) =>
  people.get(service, { strict: false }),
);

/** Whoever does something while the database is away does it again. */
async function patiently(action) {
  for (const end = Date.now() + PATIENCE_MILLISECONDS; ; await sleep(50)) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

const content = readFileSync(join(import.meta.dirname, 'story.bpmn'), 'utf8');
await patiently(() =>
  database.transaction((tx) =>
    people.get(DeploymentsService, { strict: false }).deploy(tx, { resources: [{ name: 'story.bpmn', content }] }),
  ),
);

let playing = true;
let started = 0;
/** Cases begin all the time. A start whose answer was lost counts when it is there: by its number. */
const starting = (async () => {
  while (playing) {
    const number = `case-${started++}`;
    await patiently(async () => {
      const variables = { number, receiver: stage.receiver.url };
      await database.transaction(async (tx) => {
        const [known] = await tx.query('SELECT FROM process_instance WHERE business_id = $1', [number]);
        if (!known)
          await instances.start(tx, { processId: 'crash-story', businessId: number, variables, actor: SYSTEM });
      });
    });
    await sleep(random(150));
  }
})();
let working = true;
const people_ = (async () => {
  while (working) {
    for (const { id } of await patiently(() => tasks.search({ limit: 20 })))
      await patiently(() => tasks.complete(id, {}, SYSTEM));
    await sleep(20);
  }
})();

const faults = { kill: 0, 'restart PostgreSQL': 0, 'cut connections': 0, 'empty Redis': 0 };
const restarts = [];
while (faults.kill < Number(values.kills)) {
  await sleep(random(700));
  const kind = random(10);
  if (kind === 0) {
    faults['restart PostgreSQL']++;
    await stage.restartPostgres();
  } else if (kind === 1) {
    faults['cut connections']++;
    await patiently(() =>
      database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()'),
    );
  } else if (kind === 2 && stage.flushQueue) {
    faults['empty Redis']++;
    await stage.flushQueue();
  } else {
    const program = stage.programs[random(2)];
    faults.kill++;
    await program.kill();
    restarts.push(patiently(async () => (program.isRunning() ? undefined : program.start())));
    await Promise.race([restarts.at(-1), sleep(random(3_000))]); // sometimes both are away, or killed while starting
  }
}
playing = false;
await starting;
await Promise.all(restarts);
for (const program of stage.programs) while (!program.isRunning()) await program.start();
const calmSince = performance.now();
const found = await findFaults(database, {
  started,
  secret: config.secret,
  received: stage.receiver.received,
  patience: PATIENCE_MILLISECONDS,
});
working = false;
await people_;
const report = {
  seed: Number(values.seed),
  queues: values.redis ? 'redis' : 'postgres',
  faults,
  cases: started,
  calls: [...stage.receiver.received.values()].reduce((sum, n) => sum + n, 0),
  settledAfterSeconds: Math.round((performance.now() - calmSince) / 100) / 10,
  seconds: Math.round((performance.now() - began) / 1_000),
  found,
};
await people.close();
const outputs = stage.programs.map((one) => one.output());
await stage.close();
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
if (found.length > 0) process.stderr.write(`${outputs.join('\n')}\n`);
process.exit(found.length === 0 ? 0 : 1);

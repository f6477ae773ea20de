/**
 * Scenario d as a town would run it: instances start, agents complete their tasks, jobs go through outbox, relay, queue and
 * worker in background programs of their own. Measured from the first start to the last end.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { processorTime, round } from './measure.mjs';

const MAIN = join(import.meta.dirname, '../../dist/src/main.js');
const SYSTEM = { kind: 'system' };
/** Of each kind: user tasks, jobs and the start. */
const STEPS = 6;

/** The bench's own model, with the worker that is there for everybody in the place of one that does nothing. */
export function scenarioModel() {
  const job = `<zeebe:taskDefinition type="evaluate" />
    <zeebe:taskHeaders><zeebe:header key="expression" value="=complete" /><zeebe:header key="resultVariable" value="seen" /></zeebe:taskHeaders>`;
  return readFileSync(join(import.meta.dirname, 'd-certificate.bpmn'), 'utf8')
    .replaceAll('<zeebe:taskDefinition type="work" />', job)
    .replace('<bpmn:process id="process"', '<bpmn:process id="certificate"');
}

/** So many background programs, ready. */
export async function startBackground(count, env) {
  const programs = Array.from({ length: count }, () =>
    spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...env, ROLE: 'background' },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  process.setMaxListeners(0);
  for (const program of programs) process.once('exit', () => program.kill('SIGKILL'));
  await Promise.all(
    programs.map(
      (program) =>
        new Promise((ready, fail) => {
          program.stdout.on('data', (chunk) => String(chunk).includes('Ctrl-C stops') && ready());
          program.once('exit', (code) => fail(new Error(`A background program ended with code ${code}.`)));
        }),
    ),
  );
  return {
    processorTime: () => programs.reduce((sum, { pid }) => sum + processorTime(pid), 0),
    stop: async () => {
      for (const program of programs) program.removeAllListeners('exit');
      await Promise.all(programs.map((program) => new Promise((gone) => program.once('exit', gone).kill('SIGINT'))));
    },
  };
}

/** Plays so many instances, by so many clients at once. */
export async function playScenario({ pool, start, tasks, postmaster, background, instances, clients }) {
  const used = () => ({
    web: processorTime(process.pid),
    background: background.processorTime(),
    database: processorTime(postmaster),
  });
  const [before, began] = [used(), performance.now()];
  let wanted = instances;
  const starting = Array.from({ length: clients }, async () => {
    while (wanted-- > 0) await start('certificate', { complete: true });
  });
  const taken = new Set();
  let over = false;
  const working = (async () => {
    while (!over) {
      const { rows } = await pool.query(
        `SELECT id FROM user_task WHERE state = 'created' AND process_id = 'certificate' AND id <> ALL($1) ORDER BY id LIMIT 200`,
        [[...taken]],
      );
      for (const { id } of rows) taken.add(id);
      await Promise.all(rows.map(({ id }) => tasks.complete(id, { complete: true }, SYSTEM)));
      for (const { id } of rows) taken.delete(id);
      if (rows.length < 20) await sleep(20);
    }
  })();
  // whichever fails first says why
  await Promise.race([Promise.all(starting), working]);
  for (;;) {
    await Promise.race([sleep(100), working]);
    const { rows } = await pool.query(
      `SELECT count(*)::int AS open FROM process_instance WHERE process_id = 'certificate' AND status = 'active'`,
    );
    if (rows[0].open === 0) break;
  }
  const seconds = (performance.now() - began) / 1_000;
  over = true;
  await working;
  const after = used();
  const each = (name) => round((after[name] - before[name]) / instances, 2);
  return {
    instances,
    seconds: round(seconds, 2),
    instancesPerSecond: round(instances / seconds, 1),
    stepsPerSecond: Math.round((instances * STEPS) / seconds),
    processorMillisecondsEach: { web: each('web'), background: each('background'), database: each('database') },
  };
}

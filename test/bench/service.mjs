/**
 * Durable steps per second: a task is completed, the instance goes on to the next one, all of it committed. Beside it the
 * ceiling of the machine: the same rows written by plain SQL through `pg`, without an engine, one step per transaction and
 * eight steps per transaction. Then scenario d, through background programs, on either store of the queues, and
 * jobs that are activated and completed over HTTP.
 *
 *     npm run bench:service -- [--json] [--open=10000,100000,1000000] [--seconds=5] [--clients=16]
 *       [--queues=postgres,redis] [--background=1,2,4] [--instances=600] [--statements]
 *       [--settings=shared_buffers=2GB,wal_compression=on]
 */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCompleteTask } from './complete-task.mjs';
import { measureRest } from './rest.mjs';
import { playScenario, scenarioModel, startBackground } from './scenario.mjs';
import { openStage } from './stage.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    open: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '16' },
    queues: { type: 'string', default: 'postgres,redis' },
    background: { type: 'string', default: '1' },
    instances: { type: 'string', default: '600' },
    statements: { type: 'boolean', default: false },
    settings: { type: 'string', default: '' },
  },
});
const listOf = (text) => text.split(',').filter(Boolean);
const [seconds, clients, instances] = [values.seconds, values.clients, values.instances].map(Number);
const load = () => Math.round((loadavg()[0] ?? 0) * 10) / 10;
const loadBefore = load();

/** The servers and folders of a measurement go with it, also when it fails. */
async function on(options, work) {
  const stage = await openStage({ clients, settings: listOf(values.settings), ...options });
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** A database of its own for each number of open instances. */
function onAll(numbers, work, stages = []) {
  const [open, ...others] = numbers;
  if (open === undefined) return stages.length > 0 ? work(stages) : undefined;
  return on({}, (stage) => onAll(others, work, [...stages, { stage, open }]));
}

const measured = await onAll(listOf(values.open).map(Number), async (stages) => ({
  durability: stages[0].stage.durability,
  figures: await measureCompleteTask(stages, { seconds, clients }),
}));

const scenarios = [];
for (const queues of listOf(values.queues))
  for (const background of listOf(values.background).map(Number)) {
    const redis = queues === 'redis';
    if (redis && spawnSync('redis-server', ['--version']).status !== 0) {
      process.stderr.write('There is no redis-server here: the scenario is not played on it.\n');
      continue;
    }
    await on({ redis, statements: values.statements }, async (stage) => {
      await stage.deploy('certificate.bpmn', scenarioModel());
      const programs = await startBackground(background, stage.env);
      const play = (count) => playScenario({ ...stage, background: programs, instances: count, clients });
      await play(50); // prepared statements, compiled process
      await stage.statements?.begin();
      const figure = await play(instances);
      scenarios.push({ queues, background, ...figure, statements: await stage.statements?.read() });
      await programs.stop();
    });
  }

const overHttp = await measureRest({ seconds, clients, pollers: 0 });
const report = {
  machine: `${cpus().length} x ${cpus()[0].model}, Node ${process.version}`,
  load: [loadBefore, load()],
  durability: measured?.durability,
  settings: listOf(values.settings),
  clients,
  seconds,
  figures: measured?.figures ?? [],
  scenarios,
  overHttp,
};
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
process.exit(0);

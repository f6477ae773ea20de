/**
 * How a region would run: a seeded simulation of its busiest hour, fed with the service times that `bench:service` measured.
 *
 *     npm run bench:service -- --json > figures.json
 *     npm run bench:scaling -- [--json] [--figures=figures.json] [--seed=1] [--communes=300]
 *
 * Requests arrive at random (Poisson). A program has one processor and works on two groups at a time; a group costs what
 * one command costs, and for every further command what that adds. The database has some processors, and a commit waits for
 * the disk. Everything else (network, pages, PDF) is not part of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { round } from './measure.mjs';
import { simulate } from './simulate-hour.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    figures: { type: 'string', default: join(import.meta.dirname, '../../docs/operations/service-figures.json') },
    seed: { type: 'string', default: '1' },
    communes: { type: 'string', default: '300' },
  },
});
const measured = JSON.parse(readFileSync(values.figures, 'utf8'));

/** Assumptions about people, not measured: said in docs/operations/scaling.md. */
const REGION = {
  communes: Number(values.communes),
  inhabitantsEach: 12_000,
  requestsPerInhabitantAndYear: 1.5,
  workingHoursPerYear: 250 * 8,
  /** The busiest hour against the mean one. */
  peak: 4,
};
/** What one request needs, as scenario d: it is started once. */
const PER_REQUEST = { start: 1, task: 3, job: 2 };

const meanPerSecond =
  (REGION.communes * REGION.inhabitantsEach * REGION.requestsPerInhabitantAndYear) /
  (REGION.workingHoursPerYear * 3_600);
const peakPerSecond = meanPerSecond * REGION.peak;

/** Milliseconds of a group: of its first command, and of each further one. */
function costs() {
  const [figure] = measured.figures;
  const of = (name, place) => figure[name].processorMillisecondsEach[place];
  const scenario = measured.scenarios.find(({ background }) => background === 1);
  // sixteen clients and two groups at a time: eight commands in a group
  const further = (place) => Math.max(0.01, (8 * of('completeTask', place) - of('completeTaskAlone', place)) / 7);
  const inScenario = (place) => scenario.processorMillisecondsEach[place];
  const jobInDatabase =
    inScenario('database') - of('start', 'database') - PER_REQUEST.task * of('completeTask', 'database');
  const alone = (place) => of('completeTaskAlone', place);
  return {
    task: { program: [alone('program'), further('program')], database: [alone('database'), further('database')] },
    start: {
      program: [of('start', 'program'), of('start', 'program')],
      database: [of('start', 'database'), of('start', 'database')],
    },
    // relay, delivery, worker and answer; not grouped here, though the answers are
    job: {
      program: [inScenario('background') / PER_REQUEST.job, inScenario('background') / PER_REQUEST.job],
      database: [jobInDatabase / PER_REQUEST.job, jobInDatabase / PER_REQUEST.job],
    },
  };
}

const LAYOUTS = [
  { name: 'one small machine', web: 1, background: 1, processors: 2 },
  { name: 'one machine', web: 2, background: 2, processors: 8 },
  { name: 'region, one database', web: 6, background: 8, processors: 16 },
  { name: 'region, four databases', web: 24, background: 32, processors: 64, databases: 4 },
];

const rows = [];
for (const layout of LAYOUTS)
  for (const times of [1, 10, 50, 100]) {
    const perSecond = peakPerSecond * times;
    const result = simulate({ layout, perSecond, perRequest: PER_REQUEST, costs: costs(), seed: Number(values.seed) });
    rows.push({ layout: layout.name, times, requestsPerSecond: round(perSecond, 1), ...result });
  }
const report = {
  region: REGION,
  perRequest: PER_REQUEST,
  peakRequestsPerSecond: round(peakPerSecond, 2),
  costs: costs(),
  layouts: LAYOUTS,
  rows,
};
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  process.stdout.write(`Busiest hour of the region: ${report.peakRequestsPerSecond} requests per second\n`);
  console.table(
    rows.map(({ layout, times, requestsPerSecond, used, task, overloaded }) => ({
      layout,
      'times the peak': times,
      'requests/s': requestsPerSecond,
      'web used %': used.web,
      'background used %': used.background,
      'database used %': used.database,
      'task p50 ms': overloaded ? '-' : task.p50,
      'task p99 ms': overloaded ? 'overloaded' : task.p99,
    })),
  );
}

import { ceilingGroup, ceilingStep, readPattern } from './ceiling.mjs';
import { Measure, round } from './measure.mjs';
import { MODEL, openTasks, seed } from './service-rows.mjs';

const SYSTEM = { kind: 'system' };
/** The measurements take turns. */
const SLICES = 10;
/** Open tasks for the next slice. */
const ENOUGH = 8_000;
const VARIABLES = { amount: 3 };

/**
 * Durable steps per second beside the ceiling: a figure per stage, each with so many open instances. All measurements on all
 * stages take turns, so that what else the machine does falls on all alike.
 */
export async function measureCompleteTask(stages, { seconds, clients }) {
  const all = [];
  for (const { stage, open } of stages) all.push(await prepare(stage, open));
  for (let slice = -1; slice < SLICES; slice++)
    for (const name of Object.keys(all[0].measures))
      for (const { measures, warming, refill } of all) {
        await refill();
        // the first time for prepared statements and the compiled process
        await (slice < 0 ? warming : measures)[name].slice(seconds / SLICES, name.endsWith('Alone') ? 1 : clients);
      }
  return all.map(({ open, measures }) => {
    const of = (name) => measures[name].perSecond;
    return {
      openInstances: open,
      ...Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, measure.report()])),
      share: round(of('completeTask') / of('ceiling'), 2),
      shareOfEight: round(of('completeTask') / of('ceilingOfEight'), 2),
    };
  });
}

async function prepare({ pool, tasks, postmaster, deploy, start, startApart }, open) {
  await deploy('bench.bpmn', MODEL);
  const { processInstanceKey: pattern } = await start('bench', VARIABLES);
  // a real step, for the ceiling to write the like
  const { processInstanceKey: sample } = await start('bench', VARIABLES);
  const [first] = await tasks.search({ processInstanceKey: sample });
  await tasks.complete(first.id, {}, SYSTEM);
  const like = await readPattern(pool, sample);
  await seed(pool, pattern, open - 2);
  const free = { engine: [], ceiling: [] };
  const take = (from, count) => {
    const taken = from.splice(-count);
    if (taken.length < count) throw new Error('All tasks are done: measure for a shorter time.');
    return taken;
  };
  const completeTask = async () => {
    const [task] = take(free.engine, 1);
    const { rejection } = await tasks.complete(task.id, {}, SYSTEM);
    if (rejection) throw new Error(rejection.message);
    return 1;
  };
  const actions = {
    completeTask,
    completeTaskAlone: completeTask, // by one client
    ceiling: async () => {
      await ceilingStep(pool, like, ...take(free.ceiling, 1));
      return 1;
    },
    ceilingOfEight: async () => {
      await ceilingGroup(pool, like, take(free.ceiling, 8));
      return 8;
    },
    start: async () => {
      await start('bench', VARIABLES);
      return 1;
    },
    startApart: async () => {
      await startApart('bench', VARIABLES);
      return 1;
    },
  };
  const measured = () =>
    Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, new Measure(action, postmaster)]));
  return {
    open,
    measures: measured(),
    warming: measured(),
    refill: async () => {
      // as seldom as possible: looking for open tasks warms the database's memory
      const isLow = (tasks) => tasks.length < Math.min(open / 2, ENOUGH) - 10;
      if (isLow(free.engine)) free.engine = await openTasks(pool, { forCeiling: false, except: pattern });
      if (isLow(free.ceiling)) free.ceiling = await openTasks(pool, { forCeiling: true, except: pattern });
    },
  };
}

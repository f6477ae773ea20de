import { ceilingGroup, ceilingStep, readPattern } from './ceiling.mjs';
import { Measure, round } from './measure.mjs';
import { MODEL, openTasks, seed } from './service-rows.mjs';

const SYSTEM = { kind: 'system' };
/** The measurements take turns. */
const SLICES = 10;
const VARIABLES = { amount: 3 };

/** Durable steps per second beside the ceiling, with so many open instances: one figure per number, in order. */
export async function measureCompleteTask(stage, { open: numbers, seconds, clients }) {
  const { pool, tasks, postmaster, deploy, start } = stage;
  await deploy('bench.bpmn', MODEL);
  const { processInstanceKey: pattern } = await start('bench', VARIABLES);
  // a real step, for the ceiling to write the like
  const { processInstanceKey: sample } = await start('bench', VARIABLES);
  const [first] = await tasks.search({ processInstanceKey: sample });
  await tasks.complete(first.id, {}, SYSTEM);
  const like = await readPattern(pool, sample);
  const free = { engine: [], ceiling: [] };
  const take = (from, count) => {
    const taken = from.splice(-count);
    if (taken.length < count) throw new Error('All tasks are done: measure for a shorter time.');
    return taken;
  };
  const actions = {
    completeTask: async () => {
      const [task] = take(free.engine, 1);
      const { rejection } = await tasks.complete(task.id, {}, SYSTEM);
      if (rejection) throw new Error(rejection.message);
      return 1;
    },
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
  };
  const figures = [];
  for (const wanted of numbers) {
    const { rows } = await pool.query(`SELECT count(*)::int AS open FROM process_instance WHERE process_id = 'bench'`);
    await seed(pool, pattern, wanted - rows[0].open);
    const measures = Object.entries(actions).map(([name, action]) => [name, new Measure(action, postmaster)]);
    const warming = Object.values(actions).map((action) => ['', new Measure(action, postmaster)]);
    for (let slice = -1; slice < SLICES; slice++)
      for (const [, measure] of slice < 0 ? warming : measures) {
        free.engine = await openTasks(pool, { forCeiling: false, except: pattern });
        free.ceiling = await openTasks(pool, { forCeiling: true, except: pattern });
        await measure.slice(seconds / SLICES, clients);
      }
    const { completeTask, ceiling, ceilingOfEight } = Object.fromEntries(measures);
    figures.push({
      openInstances: wanted,
      ...Object.fromEntries(measures.map(([name, measure]) => [name, measure.report()])),
      share: round(completeTask.perSecond / ceiling.perSecond, 2),
      shareOfEight: round(completeTask.perSecond / ceilingOfEight.perSecond, 2),
    });
  }
  return figures;
}

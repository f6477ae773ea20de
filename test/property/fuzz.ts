import fc from 'fast-check';
import { parseArgs } from 'node:util';
import { blockProperty } from './block-property.js';
import { graphProperty } from './graph-property.js';

/**
 * The properties of the engine at length: `npm run fuzz -- --seeds 100000`. What fails is shrunk and printed with its
 * seed; `--only graph --seed <seed>` runs that again.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20000' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const properties = { blocks: blockProperty, graph: graphProperty };
const chosen = Object.entries(properties).filter(([name]) => values.only === undefined || values.only === name);
const numRuns = Math.ceil(Number(values.seeds) / chosen.length);

for (const [name, property] of chosen) {
  const began = process.cpuUsage();
  await fc.assert(property as fc.IAsyncProperty<unknown>, {
    numRuns,
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
  });
  const { user, system } = process.cpuUsage(began);
  console.log(`${name}: ${numRuns} seeds passed in ${((user + system) / 1e6).toFixed(1)} CPU-seconds`);
}

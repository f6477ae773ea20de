import fc from 'fast-check';
import { graphs, graphToBpmn } from './random-graph.js';
import { compiled, Journey, takeTurn } from './stepping.js';
import { TokenGame } from './token-game.js';

const choices = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 60 });

/** Unstructured processes: the engine moves tokens exactly as the rules say, until they end or wait at joins for ever. */
export const graphProperty = fc.asyncProperty(graphs, choices, async (graph, chosen) => {
  const process = await compiled(graphToBpmn(graph));
  const journey = new Journey(process, { n: 0 });
  const game = new TokenGame(process);
  game.follow(journey.last.trace, journey.instance);
  for (const choice of chosen) {
    if (journey.instance.status !== 'active') return;
    if (journey.isIdle) {
      if (!game.isStuck()) throw new Error(`active, but waits for nothing: ${JSON.stringify(journey.instance)}`);
      return;
    }
    for (const { trace } of takeTurn(journey, choice)) game.follow(trace, journey.instance);
  }
});

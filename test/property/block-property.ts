import fc from 'fast-check';
import { blocks, toBpmn } from './random-process.js';
import { compiled, Journey, takeTurn } from './stepping.js';

const choices = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 });

/** Block-structured processes end, whatever happened; or are cancelled at any moment, and nothing is left. */
export const blockProperty = fc.asyncProperty(blocks, choices, fc.nat(60), async (block, chosen, cancelAt) => {
  const journey = new Journey(await compiled(toBpmn(block)));
  const isActive = () => journey.instance.status === 'active';
  for (let turn = 0; isActive() && turn < 400; turn += 1) {
    if (turn === cancelAt) journey.do({ type: 'cancel' });
    else if (journey.isIdle) throw new Error(`active, but waits for nothing: ${JSON.stringify(journey.instance)}`);
    else takeTurn(journey, chosen[turn] ?? 0);
  }
  if (isActive()) throw new Error(`did not end: ${JSON.stringify(journey.instance)}`);
});

/** One run: cases go their way on two pairs of programs while faults strike, and then everything is looked at. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/src/database/data-source.js';
import { faults } from './faults.mjs';
import { findFaults } from './find-faults.mjs';
import { isSealed, patiently, People } from './people.mjs';
import { openStage, SECRET } from './stage.mjs';

const DAY_SECONDS = 86_400;
/** How long faults wait for programs that work, at most. */
const WORKING_MILLISECONDS = 15_000;
/** How long the last cases may take to their timers before the clock moves for the last time. */
const RESTING_MILLISECONDS = 180_000;

/** `kills` programs are killed, in an order that the seed decides; what they meet is chance. */
export async function play({ kills, seed, queues, tell, report = () => undefined }) {
  const began = performance.now();
  const random = randomOf(seed);
  const stage = await openStage(queues);
  const database = await new DataSource(dataSourceOptions(stage.databaseUrl)).initialize();
  const life = new Life(random);
  const people = new People(stage, database, random);
  const counts = Object.fromEntries(Object.keys(faults).map((name) => [name, 0]));
  try {
    people.begin();
    const struck = { stage, database, life, random };
    let next = 50;
    for (let killed = 0; killed < kills;) {
      // mostly on programs that have work at hand, sometimes on those that are just starting
      if (random(4) > 0) await somePairWorks(stage);
      await sleep(random(1_500));
      const [name, fault] = draw(random, queues);
      counts[name]++;
      killed += await fault.strike(struck);
      if (killed >= next) {
        next += 50;
        tell(`${killed} killed, ${people.started} cases`);
        const seconds = Math.round((performance.now() - began) / 1_000);
        report({
          queues,
          seed,
          finished: false,
          killed,
          of: kills,
          cases: people.started,
          faults: { ...counts },
          seconds,
        });
      }
    }
    await people.stopStarting();
    await life.everybodyRuns(stage.programs);
    const { killed } = life;
    tell(`${killed} killed: no more faults, everything settles`);
    const calmSince = performance.now();
    // a timer of six hours that begins after the last move of the clock would never ring
    await everyCaseRests(database, people.started);
    // what rests until the clock has moved
    stage.clock.ahead += DAY_SECONDS;
    for (const one of stage.programs) await life.end(one);
    await life.everybodyRuns(stage.programs);
    const found = await findFaults(database, { started: people.started, secret: SECRET, stage });
    await people.stopWorking();
    const total = (received) => [...received.values()].reduce((sum, n) => sum + n, 0);
    return {
      queues,
      seed,
      killed,
      faults: counts,
      cases: people.started,
      clockMovedHours: Math.round(stage.clock.ahead / 3_600),
      calls: { keys: stage.http.received.size, received: total(stage.http.received) },
      mails: { keys: stage.mail.received.size, received: total(stage.mail.received) },
      seals: Array.from({ length: people.started }, (_, index) => index).filter(isSealed).length,
      settledAfterSeconds: Math.round((performance.now() - calmSince) / 1_000),
      seconds: Math.round((performance.now() - began) / 1_000),
      found,
      complaints: found.length > 0 ? stage.programs.map((one) => one.output) : [],
    };
  } finally {
    await database.destroy().catch(() => undefined);
    await stage.close();
  }
}

/** One web and one background program have started; the others may be about to. */
async function somePairWorks({ webs, backgrounds }) {
  const ready = ({ isReady }) => isReady;
  for (const end = Date.now() + WORKING_MILLISECONDS; Date.now() < end; await sleep(50))
    if (webs.some(ready) && backgrounds.some(ready)) return;
}

async function everyCaseRests(database, started) {
  await patiently(async () => {
    const [{ n }] = await database.query(
      `SELECT count(*)::int AS n FROM history_entry WHERE kind = 'element.activated' AND data->>'element' = 'rest'`,
    );
    if (n < started) throw new Error(`Only ${n} of ${started} cases came to their timers.`);
  }, RESTING_MILLISECONDS);
}

/** Starts what was killed, sometimes only after a while, sometimes to kill it while it starts. */
class Life {
  killed = 0;
  #restarts = new Set();

  constructor(random) {
    this.random = random;
  }

  async end(program) {
    this.killed++;
    await program.kill();
    const restart = sleep(this.random(3) === 0 ? this.random(2_000) : 0).then(() => runs(program));
    this.#restarts.add(restart);
    void restart.finally(() => this.#restarts.delete(restart));
  }

  async everybodyRuns(programs) {
    while (this.#restarts.size > 0) await Promise.all(this.#restarts);
    await Promise.all(programs.map(runs));
  }
}

function runs(program) {
  return patiently(async () => {
    if (!program.isRunning && !(await program.start())) throw new Error(`It does not start: ${program.output}`);
  });
}

function draw(random, queues) {
  const possible = Object.entries(faults).filter(([, { only }]) => only === undefined || only === queues);
  let place = random(possible.reduce((sum, [, { weight }]) => sum + weight, 0));
  return possible.find(([, { weight }]) => (place -= weight) < 0);
}

function randomOf(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/**
 * The real program (web and background) in a test, on a fresh database and a free port:
 *
 *     const beffroi = await startBeffroi();                    // or { env: { PROCEDURES_DIR: ... }, clock, database, redisUrl }
 *     afterAll(() => beffroi.stop());
 *     const tasks = await beffroi.get(UserTasksService).search({});
 *     const response = await fetch(`${beffroi.url}/demarches`);
 *     await beffroi.settled();                                 // outbox empty, queues idle
 *     await beffroi.advance('P16D');                           // clock moved, swept, settled
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerHost } from '@nestjs/bullmq';
import type { INestApplication, Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Worker } from 'bullmq';
import type { Clock } from '../../src/clock.js';
import { Config, readConfig } from '../../src/config.js';
import { DatabaseServer } from '../../src/database/server.js';
import { Sweep } from '../../src/outbox/sweep.js';
import { topics } from '../../src/outbox/topics.js';
import { createProgram } from '../../src/program.js';
import { testClock } from './clock.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { freePort } from './free-port.js';

export interface TestStart {
  /** Environment variables, as in `.env.example`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Another program's database; it is then not dropped at the end. */
  readonly database?: TestDatabase;
}

export interface TestProgram {
  readonly app: INestApplication;
  readonly url: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly database: TestDatabase;
  get<Service>(service: Type<Service>): Service;
  /** Until everything that was told has been worked on. Deliveries of the future do not count. */
  settled(): Promise<void>;
  /** Moves the clock, then sweeps: what is due by then happens. */
  advance(duration: string): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MILLISECONDS = 15_000;

export async function startBeffroi({ env = {}, clock = testClock(), ...start }: TestStart = {}): Promise<TestProgram> {
  const database = start.database ?? (await freshDatabase());
  const config = readConfig({
    DATABASE_URL: database.url,
    SECRET: 'a secret that only tests know, 32+ long',
    PORT: String(await freePort()),
    DEMO: 'true',
    LOG_LEVEL: 'error',
    ...env,
  });
  const app = await createProgram({ config, clock, server: new DatabaseServer(database.url) });
  await app.listen(config.port ?? 0, config.host);
  const settled = (): Promise<void> => waitUntilSettled(database, clock, topicsWorkedOn(app));
  return {
    app,
    url: config.publicUrl,
    config,
    clock,
    database,
    get: (service) => app.get(service, { strict: false }),
    settled,
    advance: async (duration) => {
      await settled();
      clock.advance(duration);
      await app.get(Sweep, { strict: false }).run();
      await settled();
    },
    stop: async () => {
      await app.close();
      if (!start.database) await database.drop();
    },
  };
}

async function waitUntilSettled(database: TestDatabase, clock: Clock, workedOn: string[]): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const { rows } = await database.query<{ topic: string; payload: unknown }>(
      // the alarm of a timer that the sweep has fired rings in vain, at its real time
      `SELECT topic, payload FROM outbox_entry WHERE (due_at IS NULL OR due_at <= $1) AND topic = ANY($2)
       AND (topic <> 'timer.scheduled' OR EXISTS (SELECT FROM timer WHERE id = (payload->>'timerKey')::bigint))
       ORDER BY id`,
      [clock.now(), workedOn],
    );
    if (rows.length === 0) return;
    if (Date.now() > giveUp) throw new Error(`Still to be worked on: ${JSON.stringify(rows)}`);
    await sleep(10);
  }
}

/** Nobody works on the others in this program. */
function topicsWorkedOn(app: INestApplication): string[] {
  const instances = app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .map(({ instance }): unknown => instance);
  const processors = instances.filter((instance) => instance instanceof WorkerHost);
  const queues = processors.map(({ worker }) => (worker as Worker).name);
  return Object.entries(topics).flatMap(([topic, queue]) => (queues.includes(queue) ? [topic] : []));
}

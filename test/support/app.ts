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
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { INestApplication, Type } from '@nestjs/common';
import type { Clock } from '../../src/clock.js';
import { Config, readConfig } from '../../src/config.js';
import { DatabaseServer } from '../../src/database/server.js';
import { createProgram } from '../../src/program.js';
import { testClock } from './clock.js';
import { freshDatabase, type TestDatabase } from './database.js';

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
  stop(): Promise<void>;
}

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
  await app.listen(config.port, config.host);
  return {
    app,
    url: config.publicUrl,
    config,
    clock,
    database,
    get: (service) => app.get(service, { strict: false }),
    stop: async () => {
      await app.close();
      if (!start.database) await database.drop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DemoAccounts } from './access/demo-accounts.js';
import { Clock } from './clock.js';
import { type Config, readConfig, readEnvFile } from './config.js';
import { migrate } from './database/migrate.js';
import { type DatabaseServer, openDatabaseServer } from './database/server.js';
import { createProgram } from './program.js';
import { withSecret } from './secret.js';
import { welcome } from './welcome.js';

const PATIENCE_MILLISECONDS = 15_000;

/** Runs the program until it is told to stop; what keeps it from starting is said in a sentence. */
export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await startProgram(readConfig({ ...readEnvFile(), ...env }));
  } catch (error) {
    process.stderr.write(`${explain(error as NodeJS.ErrnoException)}\n`);
    process.exit(1);
  }
}

async function startProgram(given: Config): Promise<void> {
  const config = withSecret(given);
  const server = await openDatabaseServer(config);
  try {
    await startOn(server, config);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startOn(server: DatabaseServer, config: Config): Promise<void> {
  await migrate(server.url, { queues: config.redisUrl === undefined });
  const stopTracing = await startTraces(config);
  const app = await createProgram({ config, server, clock: new Clock(config.clockOffset) });
  try {
    if (config.port === undefined) await app.init();
    else await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  stopOnSignal(app, server, stopTracing);
  const signIns = app.get(DemoAccounts, { strict: false }).signIns();
  process.stdout.write(welcome(config, { url: await address(app, config), seconds: process.uptime(), signIns }));
}

/** Loaded only when they are wanted. */
async function startTraces({ tracesEndpoint, role }: Config): Promise<() => Promise<void>> {
  if (tracesEndpoint === undefined) return () => Promise.resolve();
  const { startTracing } = await import('./tracing/start-tracing.js');
  return startTracing(tracesEndpoint, role);
}

/** Requests and jobs at hand end first, PostgreSQL last. Asked twice, there is no more patience. */
function stopOnSignal(app: NestExpressApplication, server: DatabaseServer, stopTracing: () => Promise<void>): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write('\nStopping ...\n');
    await Promise.race([app.close().then(stopTracing), sleep(PATIENCE_MILLISECONDS)]);
    await server.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

/** The real address: the port may have been chosen for us. */
async function address(app: NestExpressApplication, config: Config): Promise<string | undefined> {
  return config.port === undefined ? undefined : (await app.getUrl()).replace('[::1]', 'localhost');
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'Another program listens on that port already. Set PORT to another one.';
  if (error.code === 'ECONNREFUSED') return `The database or Redis does not answer: ${error.message}`;
  return error.stack?.startsWith('Error:') && !error.code ? error.message : (error.stack ?? error.message);
}

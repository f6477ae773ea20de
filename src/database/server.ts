import type { Config } from '../config.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

const GUARD_MILLISECONDS = 2_000;

/** The PostgreSQL this program works on: where it is, and how to let go of it. Injected by this class. */
export class DatabaseServer {
  constructor(
    readonly url: string,
    /** After everything that uses it was closed. */
    readonly stop: () => Promise<void> = () => Promise.resolve(),
  ) {}
}

/** The server that the configuration names, or our own in the data folder. */
export async function openDatabaseServer(config: Config): Promise<DatabaseServer> {
  if (config.databaseUrl) return new DatabaseServer(config.databaseUrl);
  const server = await startEmbeddedPostgres(config.dataDir);
  const guard = setInterval(() => void keepRunning(server, config.dataDir), GUARD_MILLISECONDS).unref();
  return new DatabaseServer(server.url, () => {
    clearInterval(guard);
    return server.stop();
  });
}

/** Nobody else looks after our server: when it was killed (out of memory, a hasty hand), it starts again. */
async function keepRunning(server: EmbeddedPostgres, dataDir: string): Promise<void> {
  if (!server.isRunning()) await startEmbeddedPostgres(dataDir).catch(() => undefined); // the next round tries again
}

import { join } from 'node:path';
import type { Config } from '../config.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

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
  const { url, stop } = await startEmbeddedPostgres(join(config.dataDir));
  return new DatabaseServer(url, stop);
}

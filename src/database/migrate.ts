import { runMigrations } from 'bullmq';
import { DataSource } from 'typeorm';
import { Connection } from './connection.js';
import { dataSourceOptions } from './data-source.js';

/** Any number will do, as long as every program takes the same one. */
const MIGRATION_LOCK = 3_141_592;

/** Brings the tables up to date. Programs started at once wait for the first one; with the queues in PostgreSQL, theirs too. */
export async function migrate(url: string, { queues }: { queues: boolean }): Promise<void> {
  const client = new Connection({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const database = await new DataSource(dataSourceOptions(url)).initialize();
    try {
      await database.runMigrations();
    } finally {
      await database.destroy();
    }
    if (queues) await runMigrations(client);
  } finally {
    await client.end(); // releases the lock
  }
}

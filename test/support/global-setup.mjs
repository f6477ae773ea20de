/**
 * Once per jest run: builds what is stale, starts one embedded PostgreSQL without fsync in a temporary folder, and makes
 * the migrated template database that `database.ts` copies for each test file.
 */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../../src/prepare.mjs';

export default async function setup() {
  prepare();
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded-postgres.js');
  const { migrate } = await import('../../dist/src/database/migrate.js');
  const { default: pg } = await import('pg');
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-test-'));
  chmodSync(folder, 0o755); // as in folder.ts
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  const server = await startEmbeddedPostgres(folder, fast);
  globalThis.beffroiTest = { server, folder };

  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE beffroi_template');
  await client.end();
  await migrate(server.url.replace('/postgres?', '/beffroi_template?'), { queues: true });
  process.env.BEFFROI_TEST_DATABASE = server.url; // inherited by the jest workers
}

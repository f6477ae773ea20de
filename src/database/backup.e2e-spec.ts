import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryFolder } from '../../test/support/folder.js';
import { root } from '../config.js';
import type { Database } from '../history/chain-hash.js';
import { linkHistory } from '../history/history-chain.js';
import { type Break, verifyHistory } from '../history/verify-chain.js';
import { migrate } from './migrate.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

/** The commands as somebody types them, on a database that is being written to. */
describe('backup and restore', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let pool: pg.Pool;
  const command = join(root, 'dist/src/backup.js');
  const environment = () => ({ PATH: process.env['PATH'], DATA_DIR: join(folder, 'data') });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [command, ...args], { env: environment(), encoding: 'utf8' });

  beforeAll(async () => {
    folder = temporaryFolder();
    server = await startEmbeddedPostgres(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'secret'), 'kept');
    pool = new pg.Pool({ connectionString: server.url, max: 2 });
    await pool.query(`CREATE TABLE written (n serial PRIMARY KEY, filling text DEFAULT repeat('x', 2000))`);
  });
  afterAll(async () => {
    await pool.end();
    await server.stop({ evenIfUsed: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('copies a database at work, and brings everything back that was committed by then', async () => {
    await pool.query('INSERT INTO written SELECT FROM generate_series(1, 20000)');
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await pool.query('INSERT INTO written SELECT FROM generate_series(1, 50)');
        await pool.query('CHECKPOINT');
      }
    })();
    // in a program of its own, so that this one goes on writing
    const backup = spawn(process.execPath, [command, 'backup', join(folder, 'copy')], { env: environment() });
    const before = (await pool.query<{ n: number }>('SELECT max(n) AS n FROM written')).rows[0]!.n;
    expect(await new Promise((done) => backup.once('close', done))).toBe(0);
    writing = false;
    await writer;

    expect(run('restore', join(folder, 'copy'), join(folder, 'restored'))).toMatchObject({ status: 0 });
    const restored = await startEmbeddedPostgres(join(folder, 'restored'));
    const there = new pg.Pool({ connectionString: restored.url, max: 1 });
    const { rows } = await there.query<{ n: number; rows: number }>(
      'SELECT max(n) AS n, count(*)::int AS rows FROM written',
    );
    await there.end();
    await restored.stop();
    expect(rows[0]!.rows).toBe(rows[0]!.n);
    expect(rows[0]!.n).toBeGreaterThanOrEqual(before);
    expect(readFileSync(join(folder, 'restored', 'secret'), 'utf8')).toBe('kept');
  }, 60_000);

  it('brings back the history: its months, its chains, and where they go on', async () => {
    await migrate(server.url, { queues: false });
    const months =
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'history_entry'::regclass ORDER BY 1";
    await pool.query(
      `SELECT history_month(month::date) FROM generate_series('2025-01-01'::date, '2025-12-01', '1 month') AS month`,
    );
    await pool.query(
      `INSERT INTO history_entry (dossier_id, kind, actor, at)
       SELECT 1 + n % 7, 'kind', '{}', '2024-12-01T00:00:00Z'::timestamptz + n * interval '4 hours' FROM generate_series(1, 2500) AS n`,
    );
    const chain = (one: pg.Pool): Database => ({
      query: async (text, values) => (await one.query(text, values)).rows as never[],
    });
    while ((await linkHistory(chain(pool), 'key', new Date())) > 0);
    expect(run('backup', join(folder, 'with-history'))).toMatchObject({ status: 0 });
    expect(run('restore', join(folder, 'with-history'), join(folder, 'history'))).toMatchObject({ status: 0 });

    const restored = await startEmbeddedPostgres(join(folder, 'history'));
    const there = new pg.Pool({ connectionString: restored.url, max: 1 });
    expect((await there.query(months)).rows).toEqual((await pool.query(months)).rows);
    expect((await there.query('SELECT FROM history_entry')).rowCount).toBe(2500);
    await there.query(
      `INSERT INTO history_entry (dossier_id, kind, actor, at) VALUES (1, 'after', '{}', '2025-06-01T00:00:00Z')`,
    );
    expect(await linkHistory(chain(there), 'key', new Date())).toBe(1);
    const breaks: Break[] = [];
    for await (const one of verifyHistory(chain(there), 'key')) breaks.push(one);
    expect(breaks).toEqual([]);
    await there.end();
    await restored.stop();
  }, 60_000);

  it('overwrites nothing, and says so in a sentence', () => {
    expect(run('backup', folder)).toMatchObject({
      status: 1,
      stderr: `${folder} is there already. A backup needs a folder of its own.\n`,
    });
    expect(run('restore', join(folder, 'copy'), join(folder, 'data')).stderr).toContain('holds a database already.');
    expect(run('restore', folder, join(folder, 'new')).stderr).toBe(`There is no backup in ${folder}.\n`);
    expect(run('copy').stderr).toContain('Usage: npm run backup -- <new folder>');
  });
});

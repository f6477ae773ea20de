import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { temporaryFolder } from '../../test/support/folder.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

async function ask<Answer>(server: EmbeddedPostgres, question: string): Promise<Answer | undefined> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<{ answer: Answer }>(question)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = temporaryFolder();
    // an initdb that was killed half-way, and the lock of the program that did it
    mkdirSync(join(folder, 'postgres.unfinished'));
    writeFileSync(join(folder, 'postgres.unfinished', 'PG_VERSION'), '18');
    writeFileSync(join(folder, 'postgres.lock'), '4194303');
    server = await startEmbeddedPostgres(folder);
  });
  afterAll(async () => {
    await server.stop({ evenIfUsed: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts where an earlier start was killed', () => expect(server.reused).toBe(false));

  it('listens on its socket only', async () => {
    expect(await ask(server, 'SELECT inet_server_addr() AS answer')).toBeNull();
    expect(await ask(server, `SELECT current_setting('listen_addresses') AS answer`)).toBe('');
  });

  it('knows letters outside ASCII', async () => {
    expect(await ask(server, `SELECT lower('ÉŐ') || ('É' ILIKE 'é')::text AS answer`)).toBe('éőtrue');
  });

  it('is joined by a second program, and left running while that one is connected', async () => {
    const second = await startEmbeddedPostgres(folder);
    expect(second.reused).toBe(true);
    const client = new pg.Client({ connectionString: second.url });
    await client.connect();
    await server.stop();
    expect((await client.query('SELECT 1')).rowCount).toBe(1);
    await client.end();
  });

  it('keeps what was committed when it starts again', async () => {
    await ask(server, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await server.stop();
    expect(() => readFileSync(join(folder, 'postgres', 'postmaster.pid'))).toThrow();
    server = await startEmbeddedPostgres(folder);
    expect(server.reused).toBe(false);
    expect(await ask(server, 'SELECT answer FROM kept')).toBe(42);
  });

  it('starts again after it was killed', async () => {
    const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await sleep(50);
    server = await startEmbeddedPostgres(folder);
    expect(server.reused).toBe(false);
    expect(await ask(server, 'SELECT answer FROM kept')).toBe(42);
  });

  it('is started once by two programs at once', async () => {
    await server.stop();
    const both = await Promise.all([startEmbeddedPostgres(folder), startEmbeddedPostgres(folder)]);
    expect(both.map(({ reused }) => reused).sort()).toEqual([false, true]);
    server = both[0];
  });
});

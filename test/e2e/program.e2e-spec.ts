import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { root } from '../../src/config.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { temporaryFolder } from '../support/folder.js';
import { type SpawnedProgram, spawnBeffroi } from '../support/program.js';
import { redisIsThere, startRedis } from '../support/redis.js';

/** The built program as somebody runs it: an empty environment, a data folder, Ctrl-C. */
describe('the program', () => {
  let folder: string;
  const env = (more: Record<string, string> = {}): Record<string, string> => ({
    DATA_DIR: join(folder, 'data'),
    PROCEDURES_DIR: join(folder, 'procedures'),
    DEMO: 'false',
    ...more,
  });
  const readiness = async (program: SpawnedProgram): Promise<number> => (await program.fetch('/health/ready')).status;
  const serversOf = (dataDir: string): string[] =>
    spawnSync('ps', ['ax', '-o', 'args'])
      .stdout.toString()
      .split('\n')
      .filter((line) => line.includes(dataDir));

  beforeAll(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'procedures'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts from nothing, says where it is, and stops without leaving anything behind', async () => {
    const program = await spawnBeffroi(env());
    expect(program.output()).toContain(`citizens    ${program.url}/`);
    expect(await readiness(program)).toBe(200);
    expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600);
    await program.stop();
    expect(serversOf(join(folder, 'data'))).toEqual([]);
  });

  it('starts a second time with the same secret, and says how long that took', async () => {
    const secret = readFileSync(join(folder, 'data', 'secret'), 'utf8');
    const program = await spawnBeffroi(env());
    expect(program.output()).toMatch(/runs after [\d.]+ s/);
    await program.stop();
    expect(readFileSync(join(folder, 'data', 'secret'), 'utf8')).toBe(secret);
  });

  it('can be split: two halves started at once share one database, and the last one out stops it', async () => {
    const [web, background] = await Promise.all([
      spawnBeffroi(env({ ROLE: 'web' })),
      spawnBeffroi(env({ ROLE: 'background' })),
    ]);
    expect(web.output()).toContain('Beffroi (web) runs');
    expect(background.output()).toContain('Beffroi (background) runs');
    await web.stop();
    expect(await readiness(background)).toBe(200);
    await background.stop();
    expect(serversOf(join(folder, 'data'))).toEqual([]);
  }, 60_000);

  it('says in one sentence each what is wrong with its environment', () => {
    const program = spawnSync(process.execPath, [join(root, 'dist/src/main.js')], {
      env: { PATH: process.env['PATH'], PORT: 'http', ROLE: 'mayor' },
    });
    expect(program.status).toBe(1);
    expect(program.stderr.toString()).toBe(
      'ROLE must be one of all, web, background, but is "mayor".\n' +
        'PORT must be a whole number from 0 to 65535, but is "http".\n',
    );
  });

  it('says that its port is taken, and leaves nothing behind', async () => {
    const first = await spawnBeffroi(env());
    const { port } = new URL(first.url);
    const second = spawnSync(process.execPath, [join(root, 'dist/src/main.js')], {
      env: { PATH: process.env['PATH'], ...env({ DATA_DIR: join(folder, 'other'), PORT: port, LOG_LEVEL: 'silent' }) },
    });
    expect(second.stderr.toString()).toBe('Another program listens on that port already. Set PORT to another one.\n');
    await first.stop();
    expect(serversOf(join(folder, 'other'))).toEqual([]);
  }, 40_000);

  it.each(redisIsThere() ? ['postgres', 'redis'] : ['postgres'])(
    'goes on when its database was restarted (queues on %s)',
    async (backend) => {
      const dataDir = join(folder, `server-${backend}`);
      let server = await startEmbeddedPostgres(dataDir);
      const redis = backend === 'redis' ? await startRedis() : undefined;
      const more = { DATABASE_URL: server.url, SECRET: 's'.repeat(32), ...(redis && { REDIS_URL: redis.url }) };
      const program = await spawnBeffroi(env(more));
      await server.stop({ evenIfUsed: true });
      expect(await readiness(program)).toBe(503);
      server = await startEmbeddedPostgres(dataDir);

      const pool = new pg.Pool({ connectionString: server.url, max: 1 });
      await pool.query(
        `INSERT INTO outbox_entry (topic, payload, created_at) VALUES ('timer.scheduled', '{"timerKey": "0"}', now())`,
      );
      const waiting = async (): Promise<number | null> => (await pool.query('SELECT FROM outbox_entry')).rowCount;
      for (const end = Date.now() + 20_000; (await waiting()) !== 0 && Date.now() < end;) await sleep(50);
      expect({ waiting: await waiting(), output: program.output() }).toMatchObject({ waiting: 0 });
      expect(await readiness(program)).toBe(200);
      await pool.end();
      await program.stop();
      await redis?.stop();
      await server.stop({ evenIfUsed: true });
    },
    60_000,
  );
});

/** What the crash suite plays on: a PostgreSQL, maybe a Redis, two pairs of programs, and programs outside. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { Program } from './program.mjs';
import { startHttpReceiver, startMailReceiver } from './receivers.mjs';

export const SECRET = 'the crash suite keeps no secrets, really';

export async function openStage(queues) {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-crash-'));
  const postgres = { server: await startEmbeddedPostgres(folder) };
  const redis = queues === 'redis' ? await startRedis() : undefined;
  const [http, mail] = [await startHttpReceiver(), await startMailReceiver()];
  const ports = await freePorts(2);
  const clock = { ahead: 0 };
  const env = () => ({
    DATABASE_URL: postgres.server.url,
    SECRET,
    SMTP_URL: mail.url,
    PROCEDURES_DIR: join(import.meta.dirname, 'procedures'),
    DATA_DIR: folder,
    API_OPEN: 'true',
    SIGNATURES: 'test',
    NODE_COMPILE_CACHE: join(folder, 'compiled'), // programs that start often start faster
    BEFFROI_CLOCK_OFFSET: `PT${clock.ahead}S`,
    ...(redis && { REDIS_URL: redis.url }),
  });
  const webs = ports.map((port) => new Program(() => ({ ...env(), ROLE: 'web', PORT: String(port) })));
  const backgrounds = ports.map(() => new Program(() => ({ ...env(), ROLE: 'background' })));
  const programs = [...webs, ...backgrounds];
  await programs[0].start(); // migrates
  await Promise.all(programs.slice(1).map((one) => one.start()));
  const stage = {
    clock,
    http,
    mail,
    webs,
    backgrounds,
    programs,
    redis,
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    databaseUrl: postgres.server.url,
    restartPostgres: async () => {
      await postgres.server.stop({ evenIfUsed: true });
      postgres.server = await startEmbeddedPostgres(folder);
    },
    close: async () => {
      await Promise.all(programs.map((one) => one.kill()));
      redis?.stop();
      http.close();
      await mail.close();
      await postgres.server.stop({ evenIfUsed: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // whoever stops the suite leaves nothing behind
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stage.close().finally(() => process.exit(130)));
  return stage;
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((done) => server.once('listening', done));
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function startRedis() {
  const { Redis } = await import('ioredis');
  const [port] = await freePorts(1);
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no']);
  process.once('exit', () => server.kill('SIGKILL'));
  await new Promise((done, fail) => {
    server.stdout.on('data', (chunk) => chunk.includes('Ready to accept connections') && done());
    server.once('error', fail);
  });
  const client = new Redis({ port });
  client.on('error', () => undefined);
  return {
    url: `redis://127.0.0.1:${port}`,
    empty: () => client.flushall(),
    /** So little memory that nothing can be added: every write is answered with OOM. */
    fill: () => client.config('SET', 'maxmemory', '1'),
    widen: () => client.config('SET', 'maxmemory', '0'),
    stop: () => {
      client.disconnect();
      server.kill('SIGKILL');
    },
  };
}

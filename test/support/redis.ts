/**
 * Debian's redis-server on a free port, for suites that run on both queue backends:
 *
 *     const redis = redisIsThere() ? await startRedis() : undefined;      // redis.url -> REDIS_URL
 *     afterAll(() => redis?.stop());
 *
 * Where there is none, such suites say that they are skipped; with `redis` in BEFFROI_REQUIRE that is a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { freePort } from './free-port.js';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Forgets everything, as a Redis without persistence that is restarted does. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export function redisIsThere(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found && (process.env['BEFFROI_REQUIRE'] ?? '').includes('redis'))
    throw new Error('BEFFROI_REQUIRE asks for Redis, but there is no redis-server on this machine.');
  return found;
}

export async function startRedis(port?: number): Promise<TestRedis> {
  port ??= await freePort();
  const server = spawn('redis-server', [
    '--port',
    String(port),
    '--save',
    '',
    '--appendonly',
    'no',
    '--bind',
    '127.0.0.1',
  ]);
  // a test run that is killed must not leave a server behind
  const killed = (): void => void server.kill('SIGKILL');
  process.once('exit', killed);
  await new Promise<void>((done, fail) => {
    server.stdout.on('data', (chunk: Buffer) => chunk.includes('Ready to accept connections') && done());
    server.once('exit', (code) => fail(new Error(`redis-server ended with code ${code}.`)));
    server.once('error', fail);
  });
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    port,
    flush: async () => {
      const { Redis } = await import('ioredis');
      const client = new Redis(url);
      await client.flushall();
      await client.quit();
    },
    stop: async () => {
      process.off('exit', killed);
      const gone = new Promise((done) => server.once('close', done));
      server.kill('SIGTERM');
      await gone;
    },
  };
}

/** What the crash suite plays on: a PostgreSQL, maybe a Redis, two programs to be killed, and a program to be called. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';

const main = join(import.meta.dirname, '../../dist/src/main.js');

export async function openStage({ redis }) {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-crash-'));
  mkdirSync(join(folder, 'procedures'));
  const postgres = { server: await startEmbeddedPostgres(folder) };
  const store = redis ? await startRedis() : undefined;
  const receiver = await startReceiver();
  const env = {
    DATABASE_URL: postgres.server.url,
    SECRET: 'the crash suite keeps no secrets, really',
    PROCEDURES_DIR: join(folder, 'procedures'),
    DATA_DIR: folder,
    ...(store && { REDIS_URL: store.url }),
  };
  const programs = [program(env, 0), program(env, 1)];
  await programs[0].start(); // migrates
  await programs[1].start();
  return {
    env,
    receiver,
    programs,
    url: postgres.server.url,
    flushQueue: store && store.flush,
    restartPostgres: async () => {
      await postgres.server.stop({ evenIfUsed: true });
      postgres.server = await startEmbeddedPostgres(folder);
    },
    close: async () => {
      await Promise.all(programs.map((one) => one.kill()));
      store?.stop();
      receiver.close();
      await postgres.server.stop({ evenIfUsed: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The built program; what it complains about is kept for the report. */
function program(env, number) {
  let child;
  let output = '';
  return {
    number,
    output: () => output.slice(-4_000),
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    start: () =>
      new Promise((running) => {
        output = '';
        child = spawn(process.execPath, [main], {
          env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...env },
        });
        const read = (chunk) => {
          output += chunk;
          if (output.includes('Ctrl-C stops')) running(true);
        };
        child.stdout.on('data', read);
        child.stderr.on('data', read);
        child.once('exit', () => running(false)); // killed while it started, or its database was away
      }),
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Counts what reaches it by idempotency key; every tenth call finds it busy. */
async function startReceiver() {
  const received = new Map();
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (++calls % 10 === 0) return response.writeHead(503).end();
      const key = request.headers['idempotency-key'];
      received.set(key, (received.get(key) ?? 0) + 1);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, received, close: () => server.close() };
}

async function startRedis() {
  const { Redis } = await import('ioredis');
  const port = 20_000 + (process.pid % 20_000);
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no']);
  process.once('exit', () => server.kill('SIGKILL'));
  await new Promise((done, fail) => {
    server.stdout.on('data', (chunk) => chunk.includes('Ready to accept connections') && done());
    server.once('error', fail);
  });
  const client = new Redis({ port });
  await sleep(0);
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: () => client.flushall(),
    stop: () => {
      client.disconnect();
      server.kill('SIGKILL');
    },
  };
}

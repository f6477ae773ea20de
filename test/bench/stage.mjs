/** What the service's benchmarks run on: an embedded PostgreSQL, maybe a Redis, and the web half of the program. */
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../../dist/src/clock.js';
import { readConfig } from '../../dist/src/config.js';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { DatabaseServer } from '../../dist/src/database/server.js';
import { createProgram } from '../../dist/src/program.js';
import { DeploymentsService } from '../../dist/src/workflow/deployments.service.js';
import { ProcessInstancesService } from '../../dist/src/workflow/process-instances.service.js';
import { StartsService } from '../../dist/src/workflow/starts.service.js';
import { UserTasksService } from '../../dist/src/workflow/user-tasks.service.js';

const SYSTEM = { kind: 'system' };
/** What must be alike for the service and for its ceiling: a commit is on the disk when it is answered. */
const DURABILITY = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_level'];

/** @param {{ clients: number, redis?: boolean, statements?: boolean, settings?: string[] }} options
 * `statements`: count what is executed; `settings`: of PostgreSQL */
export async function openStage({ clients, redis = false, statements = false, settings = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL's user may enter, and the cluster lies where it is removed
  mkdirSync(join(folder, 'procedures'));
  const server = await startEmbeddedPostgres(folder, [
    // several programs with up to forty connections each
    'max_connections=300',
    ...settings,
    ...(statements ? ['shared_preload_libraries=pg_stat_statements'] : []),
  ]);
  await migrate(server.url, { queues: true });
  const store = redis ? await startRedis() : undefined;
  const env = {
    DATABASE_URL: server.url,
    SECRET: 'the benchmark has no secrets at all, none',
    LOG_LEVEL: 'error',
    PROCEDURES_DIR: join(folder, 'procedures'),
    ...(store && { REDIS_URL: store.url }),
  };
  const config = readConfig({ ...env, ROLE: 'web' });
  const program = await createProgram({ config, clock: new Clock(), server: new DatabaseServer(server.url) });
  await program.init();
  const [database, instances, starts, tasks, deployments] = [
    DataSource,
    ProcessInstancesService,
    StartsService,
    UserTasksService,
    DeploymentsService,
  ].map((service) => program.get(service, { strict: false }));
  const pool = new pg.Pool({ connectionString: server.url, max: clients });
  const known = await pool.query('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [DURABILITY]);
  const { rows } = await pool.query('SELECT pg_read_file($1) AS file', ['postmaster.pid']);
  return {
    env,
    pool,
    tasks,
    postmaster: Number(rows[0].file.split('\n')[0]),
    durability: Object.fromEntries(known.rows.map(({ name, setting }) => [name, setting])),
    deploy: (name, content) => database.transaction((tx) => deployments.deploy(tx, { resources: [{ name, content }] })),
    start: async (processId, variables) => {
      const outcome = await starts.start({ process: { id: processId }, variables, actor: SYSTEM });
      if ('rejection' in outcome) throw new Error(outcome.rejection.message);
      return outcome;
    },
    /** As a part of somebody's own transaction, that of a submitted form for instance. */
    startApart: (processId, variables) =>
      database.transaction((tx) => instances.start(tx, { processId, variables, actor: SYSTEM })),
    statements: statements ? countStatements(pool) : undefined,
    close: async () => {
      await pool.end();
      await program.close();
      await server.stop({ evenIfUsed: true });
      store?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What was executed since `begin`, the most expensive first. */
function countStatements(pool) {
  return {
    begin: async () => {
      await pool.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      await pool.query('SELECT pg_stat_statements_reset()');
    },
    read: async () => {
      const { rows } = await pool.query(
        `SELECT calls::int, round(total_exec_time::numeric)::int AS milliseconds,
           round(mean_exec_time::numeric, 3)::float AS each, regexp_replace(left(query, 120), '\\s+', ' ', 'g') AS statement
         FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 25`,
      );
      return rows;
    },
  };
}

async function startRedis() {
  const port = 20_000 + (process.pid % 20_000);
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no']);
  process.once('exit', () => server.kill('SIGKILL'));
  await new Promise((done, fail) => {
    server.stdout.on('data', (chunk) => chunk.includes('Ready to accept connections') && done());
    server.once('error', fail);
  });
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.kill('SIGKILL') };
}

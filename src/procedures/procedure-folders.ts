import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of procedures; `_blocks` and other names that begin with `_` or `.` are not offered. */
export function procedureFolders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

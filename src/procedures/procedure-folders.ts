import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Folder of the blocks, beside the procedures. */
export const BLOCKS = '_blocks';

/** Folders of procedures; `_blocks` and other names that begin with `_` or `.` are not offered. */
export function procedureFolders(path: string): string[] {
  return foldersIn(path);
}

/** Folders of the blocks that the procedures of a folder share. */
export function blockFolders(path: string): string[] {
  return foldersIn(join(path, BLOCKS));
}

export function isBlockFolder(path: string): boolean {
  return basename(dirname(path)) === BLOCKS || existsSync(join(path, 'block.yaml'));
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

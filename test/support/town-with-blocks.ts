/** A folder of procedures as a town has it: departments, the shipped blocks, and `test/blocks/*`. Whoever makes it removes it. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './folder.js';

const root = resolve(import.meta.dirname, '../..');

export function townWithBlocks(): string {
  const folder = temporaryFolder();
  for (const shared of ['departments.yaml', '_blocks'])
    cpSync(join(root, 'procedures', shared), join(folder, shared), { recursive: true });
  cpSync(join(root, 'test/blocks'), folder, { recursive: true });
  return folder;
}

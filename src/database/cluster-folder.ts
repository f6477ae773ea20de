import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Binaries, reachable, SYSTEM_FOLDER } from './postgres-binaries.js';

/**
 * Where the cluster lies: in the data folder, unless PostgreSQL's user may not go there (root's data folder under /root);
 * then elsewhere, with a link to it in the data folder.
 */
export function clusterFolder(dataDir: string, { uid }: Binaries): string {
  const here = join(dataDir, 'postgres');
  if (uid === undefined || reachable(dataDir)) return here;
  const elsewhere = join(SYSTEM_FOLDER, createHash('sha256').update(dataDir).digest('hex').slice(0, 12), 'postgres');
  mkdirSync(dirname(elsewhere), { recursive: true });
  if (!existsSync(here)) symlinkSync(elsewhere, here);
  return elsewhere;
}

/** Creates a folder that nobody else may enter and that belongs to PostgreSQL's user. */
export function own(folder: string, { uid, gid }: Binaries): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

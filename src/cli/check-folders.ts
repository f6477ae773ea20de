import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KnownBlocks } from '../procedures/blocks/called-blocks.js';
import type { ProcedureDiagnostic } from '../procedures/procedure-diagnostic.js';

/** Folders of which each is taken once: `next` is shared by all threads. */
export interface Turns {
  readonly folders: readonly string[];
  readonly next: Int32Array;
}

export interface CheckedFolder {
  /** Place in the list of folders. */
  readonly index: number;
  readonly diagnostics: readonly ProcedureDiagnostic[];
}

/** Fewer are checked before a second thread has begun. */
const FOLDERS_PER_THREAD = 5;

/** What is wrong in each of these folders of procedures and blocks; many are shared out among the processors. */
export async function checkFolders(folders: readonly string[]): Promise<(readonly ProcedureDiagnostic[])[]> {
  const found: (readonly ProcedureDiagnostic[])[] = [];
  const keep = ({ index, diagnostics }: CheckedFolder): void => void (found[index] = diagnostics);
  const turns: Turns = { folders, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const threads = Math.min(availableParallelism(), Math.floor(folders.length / FOLDERS_PER_THREAD));
  const others = Array.from({ length: Math.max(0, threads - 1) }, () => inThread(turns, keep));
  await checkInTurn(turns, keep);
  await Promise.all(others);
  return found;
}

/** Takes one folder after the other until none is left. */
export async function checkInTurn({ folders, next }: Turns, tell: (checked: CheckedFolder) => void): Promise<void> {
  const { checkProcedure } = await import('../procedures/check-procedure.js');
  const blocks: KnownBlocks = new Map();
  for (let index = Atomics.add(next, 0, 1); index < folders.length; index = Atomics.add(next, 0, 1))
    tell({ index, diagnostics: await checkProcedure(folders[index]!, blocks) });
}

function inThread(workerData: Turns, keep: (checked: CheckedFolder) => void): Promise<void> {
  const file = fileURLToPath(new URL('./check-worker.js', import.meta.url));
  // run from its sources, as tests do, there is no such file: this thread does it all
  if (!existsSync(file)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData });
    worker.on('message', keep);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Change, compare, readVersion, type Version } from '../diff/compare.js';
import { BLOCKS } from '../procedure-folders.js';
import { type StoredFile, unpacked } from './package.js';

export interface Difference {
  readonly changes: readonly Change[];
  /** The models, before and after. */
  readonly before?: string;
  readonly after?: string;
}

/** In what a version differs from another one, blocks included. */
export async function differenceOf(
  key: string,
  older: readonly StoredFile[],
  newer: readonly StoredFile[],
): Promise<Difference> {
  const [before, after] = [await versionOf(key, older), await versionOf(key, newer)];
  return {
    changes: compare(before, after),
    ...(before.xml !== undefined && { before: before.xml }),
    ...(after.xml !== undefined && { after: after.xml }),
  };
}

function versionOf(key: string, files: readonly StoredFile[]): Promise<Version> {
  return unpacked(key, files, '', async (folder) => {
    const own = await readVersion(folder);
    const blocks = join(dirname(folder), BLOCKS);
    const parts = [...own.parts];
    for (const block of existsSync(blocks) ? readdirSync(blocks) : [])
      for (const part of (await readVersion(join(blocks, block))).parts)
        parts.push({ ...part, file: `${BLOCKS}/${block}/${part.file}` });
    return { ...own, parts };
  });
}

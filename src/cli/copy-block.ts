import { cpSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { jobContracts } from '../procedures/job-contracts.js';
import { OPINION_QUESTION } from '../procedures/opinion-words.js';

/** Properties whose values are words of the format, though a block may be called by one of them. */
const WORDS = /<zeebe:property name="commune:(?:step|authority|retention|feedback|silence|withdrawal)"[^>]*>/;

/** What workers call their jobs, and what is in them; and the question whose words the program knows. */
const OF_WORKERS = new Set([
  ...Object.entries(jobContracts).flatMap(([type, { reads = [], makes, gives = [] }]) => [
    type,
    ...[...reads, ...makes, ...gives],
  ]),
  OPINION_QUESTION,
]);

/**
 * Copies a block under another key: the key also begins its ids, files, sentences and variables, and all of them follow.
 * Gives the files of the copy.
 */
export function copyBlock(from: string, folder: string): string[] {
  const [old, key] = [basename(from.replace(/[/\\]+$/, '')), basename(folder)];
  cpSync(from, folder, { recursive: true });
  const isKey = `(?<![\\p{L}\\p{N}_-]|commune:)(${old})(?:-[a-z-]*[a-z])?(?![\\p{L}\\p{N}_])`;
  // `co-sign` begins the variables `cosignPersonne`, ...
  const isVariable = `(?<![\\p{L}\\p{N}_-])${old.replaceAll('-', '')}(?=\\p{Lu})[\\p{L}\\p{N}_]*`;
  const names = new RegExp(`${WORDS.source}|${isKey}|${isVariable}`, 'gu');
  return filesIn(folder).map((path) => {
    const content = readFileSync(path, 'utf8').replace(names, (found, id?: string) => {
      if (found.startsWith('<') || OF_WORKERS.has(found)) return found;
      const begin = id ?? old.replaceAll('-', '');
      return `${id === undefined ? key.replaceAll('-', '') : key}${found.slice(begin.length)}`;
    });
    const name = basename(path);
    const renamed = join(dirname(path), name.startsWith(`${old}-`) ? `${key}${name.slice(old.length)}` : name);
    renameSync(path, renamed);
    writeFileSync(renamed, content);
    return renamed;
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .sort();
}

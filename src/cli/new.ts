import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../config.js';
import { type Command, UsageError } from './command.js';

/** Begins a procedure: a copy of `template/` that passes `check` and `test` before anybody has written a word. */
export const create: Command = {
  options: { in: { type: 'string' } },
  execute({ positionals, values }, terminal) {
    const [key, ...others] = positionals;
    if (key === undefined || others.length > 0) throw new UsageError('Expected the key of one procedure.');
    if (!/^[a-z][a-z0-9-]*$/.test(key))
      throw new UsageError(`Expected a key of small letters, digits and hyphens, but got "${key}".`);
    const folder = join(typeof values['in'] === 'string' ? values['in'] : 'procedures', key);
    if (existsSync(folder)) throw new UsageError(`Expected a new folder, but there is already a "${folder}".`);
    cpSync(join(root, 'src/cli/template'), folder, { recursive: true });
    for (const file of filesIn(folder)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('__KEY__', key));
    terminal.stdout.write(`${filesIn(folder).join('\n')}\n\nNext: beffroi check ${folder} && beffroi test ${folder}\n`);
    return Promise.resolve(0);
  },
};

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

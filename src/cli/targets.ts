import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UsageError } from './command.js';

/** What a path on the command line stands for: folders of procedures and blocks, and models that belong to none. */
export interface Targets {
  readonly procedures: readonly string[];
  readonly models: readonly string[];
}

/** A procedure's folder is one target; any other folder stands for all that is in it, however deep. */
export function find(path: string): Targets {
  if (!existsSync(path)) throw new UsageError(`Expected a folder or a file, but there is no "${path}".`);
  return within(path);
}

function within(path: string): Targets {
  if (!statSync(path).isDirectory()) return { procedures: [], models: isModel(path) ? [path] : [] };
  if (['procedure.yaml', 'block.yaml'].some((name) => existsSync(join(path, name))))
    return { procedures: [path], models: [] };
  const inside = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map(({ name }) => within(join(path, name)));
  return {
    procedures: inside.flatMap(({ procedures }) => procedures),
    models: inside.flatMap(({ models }) => models),
  };
}

function isModel(path: string): boolean {
  return ['.bpmn', '.dmn', '.xml'].includes(extname(path));
}

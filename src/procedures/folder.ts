import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { ProcedureFile } from './material.js';

/** The files of a procedure or block, by what they are; names are paths within the folder. */
export interface ProcedureFolder {
  readonly path: string;
  /** `procedure.yaml` or, of a block, `block.yaml`. */
  readonly facts?: ProcedureFile;
  readonly process?: ProcedureFile;
  readonly forms: readonly ProcedureFile[];
  readonly decisions: readonly ProcedureFile[];
  readonly texts: readonly ProcedureFile[];
  readonly messages: readonly ProcedureFile[];
  readonly documents: readonly ProcedureFile[];
  readonly scenarios: readonly ProcedureFile[];
}

/** Reads every file of the folder of a procedure or block. */
export function readFolder(path: string): ProcedureFolder {
  const facts = one(path, 'procedure.yaml') ?? one(path, 'block.yaml');
  const process = one(path, 'process.bpmn');
  return {
    path,
    ...(facts ? { facts } : {}),
    ...(process ? { process } : {}),
    forms: several(path, 'forms', '.form'),
    decisions: several(path, 'decisions', '.dmn'),
    texts: several(path, 'texts', '.yaml'),
    messages: several(path, 'messages', '.njk'),
    documents: several(path, 'documents', '.njk'),
    scenarios: several(path, 'scenarios', '.yaml'),
  };
}

/** `messages/refus.njk` is called `refus`. */
export function nameOf(file: ProcedureFile): string {
  return basename(file.name, extname(file.name));
}

/** Contents by name. */
export function byName(files: readonly ProcedureFile[]): Map<string, string> {
  return new Map(files.map((file) => [nameOf(file), file.content]));
}

function one(path: string, name: string): ProcedureFile | undefined {
  const file = join(path, name);
  return existsSync(file) ? { name, content: readFileSync(file, 'utf8') } : undefined;
}

function several(path: string, folder: string, ending: string): ProcedureFile[] {
  const where = join(path, folder);
  if (!existsSync(where)) return [];
  return readdirSync(where)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name: `${folder}/${name}`, content: readFileSync(join(where, name), 'utf8') }));
}

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type ProcedureFolder, readFolder } from '../folder.js';
import type { Material, ProcedureFile } from '../material.js';
import { BLOCKS } from '../procedure-folders.js';

/** A file of a version: its path within the folder, or within that of the procedures for what is a block's. */
export type StoredFile = ProcedureFile;

/** The files that a version may have, by their paths: nothing can be written elsewhere. */
const PATH =
  /^(_blocks\/[a-z][a-z0-9-]*\/)?(procedure\.yaml|block\.yaml|process\.bpmn|(forms|decisions|texts|messages|documents|scenarios)\/[\w-][\w.-]*\.(form|dmn|yaml|njk))$/;
const DEPARTMENTS = 'departments.yaml';
const SETTINGS = 'settings.yaml';

export function isPathOfVersion(path: string): boolean {
  return PATH.test(path);
}

/** Every file of a procedure, and of the blocks that it calls. */
export function pack(folder: ProcedureFolder, blocks: readonly Material[]): StoredFile[] {
  const ofBlocks = blocks.flatMap(({ key, folder: path }) =>
    filesOf(readFolder(path)).map(({ name, content }) => ({ name: `${BLOCKS}/${key}/${name}`, content })),
  );
  return inOrder([...filesOf(folder), ...ofBlocks]);
}

export function checksumOf(files: readonly StoredFile[]): string {
  const pairs = inOrder(files).map(({ name, content }) => [name, content]);
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex');
}

/**
 * Puts the files where everything that reads folders can read them, for as long as `use` takes. `procedures` is the town's
 * folder of procedures: its departments and settings go with them.
 */
export async function unpacked<Result>(
  key: string,
  files: readonly StoredFile[],
  procedures: string,
  use: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const place = mkdtempSync(join(tmpdir(), 'beffroi-version-'));
  try {
    for (const { name, content } of files) {
      const path = join(place, name.startsWith(`${BLOCKS}/`) ? name : join(key, name));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    const departments = join(procedures, DEPARTMENTS);
    if (existsSync(departments)) copyFileSync(departments, join(place, basename(departments)));
    const settings = join(procedures, SETTINGS);
    if (existsSync(settings)) writeFileSync(join(place, SETTINGS), settingsOf(key, readFileSync(settings, 'utf8')));
    return await use(join(place, key));
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What the town has set, as far as this version has such a parameter: an old one may lack what a new one asks for. */
function settingsOf(key: string, source: string): string {
  const { procedures, ...settings } = (parse(source) ?? {}) as {
    readonly parameters?: object;
    readonly procedures?: { readonly [key: string]: object };
  };
  return stringify({ ...settings, parameters: { ...settings.parameters, ...procedures?.[key] } });
}

function filesOf(folder: ProcedureFolder): ProcedureFile[] {
  const { facts, process, forms, decisions, texts, messages, documents, scenarios } = folder;
  const several = [...forms, ...decisions, ...texts, ...messages, ...documents, ...scenarios];
  return [...(facts ? [facts] : []), ...(process ? [process] : []), ...several];
}

function inOrder(files: readonly StoredFile[]): StoredFile[] {
  return files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

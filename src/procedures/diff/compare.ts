import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type ProcedureFolder, readFolder } from '../folder.js';
import { decisionParts, templateParts, yamlParts } from './file-parts.js';
import { formParts } from './form-parts.js';
import { modelParts } from './model-parts.js';
import type { Part } from './part.js';

/** One difference between two versions. */
export interface Change {
  readonly type: 'added' | 'removed' | 'renamed' | 'changed';
  readonly file: string;
  /** What it is about: `User task`, `Question`, `Rule`, ... */
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  /** Which of its facts has changed: `condition`, `form`, `value`, ... */
  readonly what?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A version: the folder of a procedure, or one model. */
export interface Version {
  readonly parts: readonly Part[];
  /** The model's BPMN text. */
  readonly xml?: string;
}

/** Reads a version. A model alone counts as the `process.bpmn` of a folder, so a file can be compared with one. */
export async function readVersion(path: string): Promise<Version> {
  if (!statSync(path).isDirectory()) {
    const xml = readFileSync(path, 'utf8');
    return { parts: await modelParts('process.bpmn', xml), xml };
  }
  const folder = readFolder(path);
  const xml = folder.process?.content;
  const model = xml === undefined ? [] : await modelParts('process.bpmn', xml);
  return { parts: [...model, ...partsBeside(folder)], ...(xml !== undefined && { xml }) };
}

function partsBeside({ facts, forms, decisions, texts, messages, documents, scenarios }: ProcedureFolder): Part[] {
  return [
    ...(facts ? yamlParts(basename(facts.name), facts.content, 'Setting') : []),
    ...forms.flatMap(({ name, content }) => formParts(name, content)),
    ...decisions.flatMap(({ name, content }) => decisionParts(name, content)),
    ...texts.flatMap(({ name, content }) => yamlParts(name, content, 'Text')),
    ...messages.flatMap(({ name, content }) => templateParts(name, content, 'Message')),
    ...documents.flatMap(({ name, content }) => templateParts(name, content, 'Document')),
    ...scenarios.flatMap(({ name, content }) => templateParts(name, content, 'Scenario')),
  ];
}

/** Everything in which a version differs from an older one, file by file. Parts are the same that have the same id. */
export function compare(older: Version, newer: Version): Change[] {
  const [before, after] = [byKey(older.parts), byKey(newer.parts)];
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, part]) => change('removed', part));
  const others = [...after].flatMap(([key, part]) => {
    const old = before.get(key);
    return old ? changesOf(old, part) : [change('added', part)];
  });
  return [...removed, ...others].sort((one, other) => one.file.localeCompare(other.file));
}

function changesOf(old: Part, part: Part): Change[] {
  const renamed = old.name === part.name ? [] : [{ ...change('renamed', part), ...pair(old.name, part.name) }];
  const names = [...new Set([...Object.keys(old.facts), ...Object.keys(part.facts)])];
  const changed = names
    .filter((what) => old.facts[what] !== part.facts[what])
    .map((what) => ({ ...change('changed', part), what, ...pair(old.facts[what], part.facts[what]) }));
  return [...renamed, ...changed];
}

function change(type: Change['type'], { file, kind, id, name }: Part): Change {
  return { type, file, kind, id, ...(name !== undefined && { name }) };
}

function pair(from: string | undefined, to: string | undefined): { from?: string; to?: string } {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function byKey(parts: readonly Part[]): Map<string, Part> {
  return new Map(parts.map((part) => [`${part.file} ${part.id}`, part]));
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Variables } from '#engine';
import { UsageError } from './command.js';

/** The bytes of a file that the command line names: BPMN says itself how it is encoded. */
export function readBytes(path: string): Uint8Array {
  if (!existsSync(path)) throw new UsageError(`Expected a file, but there is no "${path}".`);
  if (statSync(path).isDirectory()) throw new UsageError(`Expected a file, but "${path}" is a folder.`);
  return readFileSync(path);
}

/** A model and, in a procedure's folder, the decisions that belong to it. */
export function readModel(path: string): Uint8Array[] {
  const decisions = join(dirname(path), 'decisions');
  const besides = existsSync(decisions) ? readdirSync(decisions).filter((name) => name.endsWith('.dmn')) : [];
  return [readBytes(path), ...besides.sort().map((name) => readBytes(join(decisions, name)))];
}

/** The JSON object of an option or file. */
export function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`Expected JSON in ${what}, but ${(error as Error).message}.`);
  }
}

export function asVariables(value: unknown, what: string): Variables {
  if (value === undefined) return {};
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UsageError(`Expected an object in ${what}, but got ${JSON.stringify(value)}.`);
  return value as Variables;
}

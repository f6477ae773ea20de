import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../config.js';
import type { Schema } from './schema.js';

/** What a client asked and was answered. Written by `test/rest/every-operation.e2e-spec.ts`, which also keeps them true. */
export interface Example {
  readonly asked?: unknown;
  readonly answer?: unknown;
}

let examples: Readonly<Record<string, Example>> | undefined;

/** Of an operation. */
export function exampleOf(id: string): Example {
  examples ??= JSON.parse(readFileSync(join(root, 'src/rest/openapi/examples.json'), 'utf8')) as Record<
    string,
    Example
  >;
  return examples[id] ?? {};
}

/** What an example shows of the form of an answer. A member that is null here may hold anything. */
export function schemaOf(example: unknown): Schema {
  if (example === null || example === undefined) return {};
  if (Array.isArray(example)) return { type: 'array', items: schemaOf(example[0]) };
  if (typeof example !== 'object') return { type: typeof example };
  const members = Object.entries(example).map(([name, value]) => [name, schemaOf(value)]);
  return { type: 'object', properties: Object.fromEntries(members) as Record<string, Schema> };
}

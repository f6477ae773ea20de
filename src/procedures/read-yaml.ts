import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Document, isCollection, LineCounter, parseDocument } from 'yaml';
import type { Findings } from './procedure-diagnostic.js';

/** A YAML text, checked against a schema; every error has its line. Undefined when it cannot be used. */
export function readYaml<T>(file: string, source: string, schema: Schema<T>, findings: Findings): T | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  for (const error of document.errors)
    findings.error(file, 'yaml-wrong', firstSentence(error.message), { line: lines.linePos(error.pos[0]).line });
  if (document.errors.length > 0) return undefined;
  const data: unknown = document.toJS();
  if (schema.validate(data)) return data as T;
  for (const error of schema.validate.errors ?? []) {
    if (error.keyword === 'if') continue;
    const path = pathOf(error);
    const range = nodeAt(document, path)?.range;
    const where = range ? { line: lines.linePos(range[0]).line } : {};
    findings.error(file, 'schema', sentence(error, path), where);
  }
  return undefined;
}

/** A JSON Schema and the type it stands for. */
export class Schema<T> {
  /** Never set: ties the type to the schema. */
  declare readonly type: T;
  private compiled?: ValidateFunction;

  constructor(private readonly schema: object) {}

  /** Compiled when it is first needed: that takes longer than to check a file. */
  get validate(): ValidateFunction {
    return (this.compiled ??= new Ajv({ allErrors: true, strict: false }).compile(this.schema));
  }
}

/** The line of a member of a YAML text, or of the nearest one above it; by the names and indexes that lead there. */
export function lineOf(source: string, path: readonly string[]): number | undefined {
  const lines = new LineCounter();
  const range = nodeAt(parseDocument(source, { lineCounter: lines }), path)?.range;
  return range ? lines.linePos(range[0]).line : undefined;
}

function pathOf(error: ErrorObject): string[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra = (error.params as { additionalProperty?: string }).additionalProperty ?? error.propertyName;
  return extra === undefined ? path : [...path, extra];
}

/** The node at a path, or the nearest one above it. */
function nodeAt(document: Document, path: readonly string[]): { range?: [number, number, number] | null } | undefined {
  for (let length = path.length; length >= 0; length--) {
    const parent = length === 0 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (length > 0 && isCollection(parent)) {
      const name = path[length - 1]!;
      const pair = parent.items.find((item) => keyOf(item) === name) as { key?: { range?: [number, number, number] } };
      if (pair?.key?.range) return { range: pair.key.range };
    }
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (node && typeof node === 'object' && 'range' in node) return node as { range?: [number, number, number] | null };
  }
  return undefined;
}

function keyOf(item: unknown): unknown {
  return (item as { key?: { value?: unknown } }).key?.value;
}

/** What a schema error means, as "Expected ..., but ...". */
function sentence(error: ErrorObject, path: readonly string[]): string {
  const where = path.length > 0 ? `"${path.join('.')}"` : 'the file';
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return `Expected "${[...path, String(params['missingProperty'])].join('.')}", but it is missing.`;
    case 'additionalProperties':
      return `Expected only known words, but ${where} is none.`;
    case 'enum':
      return `Expected ${where} to be one of ${(params['allowedValues'] as string[]).join(', ')}.`;
    case 'pattern':
      return `Expected ${where} to be written like ${String(params['pattern'])}.`;
    case 'type':
      return `Expected ${where} to be a ${String(params['type']).replace(',', ' or a ')}, but it is not.`;
    default:
      return `Expected that ${where} ${error.message ?? 'is right'}, but it is not.`;
  }
}

function firstSentence(message: string): string {
  return message.split(' at line ')[0] ?? message;
}

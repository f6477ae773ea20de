import type { Schema } from './schema.js';

/** A member of a body or an address, as people read it. */
export interface FieldRow {
  /** `filter.state`; members of lists as `sort[].field`. */
  readonly name: string;
  readonly kind: string;
  readonly isRequired: boolean;
  readonly about?: string;
}

const KEY_PATTERN = '^\\d{1,19}$';
const MOST_LEVELS = 3;

/** The members of an object, and theirs. */
export function fieldRows({ properties = {}, required = [] }: Schema, prefix = '', level = 1): FieldRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const { description } = schema;
    const row = {
      name: path,
      kind: kindOf(schema),
      isRequired: required.includes(name),
      ...(description && { about: description }),
    };
    if (level === MOST_LEVELS) return [row];
    const inner = schema.type === 'array' ? schema.items : schema;
    const begin = schema.type === 'array' ? `${path}[].` : `${path}.`;
    return [row, ...(inner?.properties ? fieldRows(inner, begin, level + 1) : [])];
  });
}

/** What a value is, in a few words. */
export function kindOf(schema: Schema): string {
  const { type, format, pattern, anyOf, $ref, items, minimum, maximum } = schema;
  if ($ref) return $ref.split('/').at(-1) ?? '';
  // a filter: a plain value, or operators over such values
  if (anyOf) return `${kindOf(anyOf[0] ?? {})}, or operators`;
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (type === 'array') return items?.properties ? 'list of objects' : `list of ${kindOf(items ?? {})}`;
  if (pattern === KEY_PATTERN) return 'key';
  if (format === 'date-time') return 'date and time';
  if (format === 'binary') return 'file';
  if (type === 'integer') return `whole number${range(minimum, maximum)}`;
  return { string: 'text', boolean: 'true or false', object: 'object' }[type ?? ''] ?? 'anything';
}

function range(minimum?: number, maximum?: number): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return maximum === undefined ? '' : `, at most ${maximum}`;
}

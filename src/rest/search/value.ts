import { isKey } from '../protocol/key.js';
import type { Field } from './field.js';

/** What a caller asks cannot be understood. */
export class QueryError extends Error {}

const CASTS = {
  key: 'bigint',
  'element-instance-key': 'bigint',
  text: 'text',
  integer: 'bigint',
  time: 'timestamptz',
  flag: 'boolean',
  choice: 'text',
  texts: 'text',
} as const;

/** The SQL type in which values of this field are compared. */
export function castOf({ type }: Field): string {
  return CASTS[type];
}

/** The stored form of a value that a caller gave. */
export function readValue({ type, choices, stored: storedOf }: Field, name: string, value: unknown): unknown {
  switch (type) {
    case 'key':
    case 'element-instance-key':
      if (isKey(value)) return value;
      throw new QueryError(`${name} must be a key: digits in a string.`);
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      throw new QueryError(`${name} must be a whole number.`);
    case 'flag':
      if (typeof value === 'boolean') return value;
      throw new QueryError(`${name} must be true or false.`);
    case 'time':
      if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value);
      throw new QueryError(`${name} must be a date and time, such as 2026-05-01T08:00:00Z.`);
    case 'choice': {
      const stored = typeof value === 'string' ? choices?.[value.toUpperCase()] : undefined;
      if (stored !== undefined) return stored;
      throw new QueryError(`${name} must be one of ${Object.keys(choices ?? {}).join(', ')}.`);
    }
    default:
      if (typeof value === 'string') return storedOf ? storedOf(value) : value;
      throw new QueryError(`${name} must be a text.`);
  }
}

import { readElementInstanceKey } from '../protocol/element-instance-key.js';
import type { Field } from './field.js';
import type { Parameters } from './parameters.js';
import { castOf, QueryError, readValue } from './value.js';

type Operator = (field: Field, name: string, value: unknown, parameters: Parameters) => string;

/** What a filter can ask of a field: `{ "$gte": 3, "$lt": 7 }`. All of one field must hold. */
const operators: Readonly<Record<string, Operator>> = {
  $eq: (field, name, value, parameters) => oneOf(field, name, [value], parameters),
  $neq: (field, name, value, parameters) => `(${oneOf(field, name, [value], parameters)}) IS NOT TRUE`,
  $in: (field, name, value, parameters) => oneOf(field, name, list(name, value), parameters),
  $notIn: (field, name, value, parameters) => `(${oneOf(field, name, list(name, value), parameters)}) IS NOT TRUE`,
  $exists: ({ sql, type }, name, value) => {
    if (typeof value !== 'boolean') throw new QueryError(`${name}.$exists must be true or false.`);
    const exists = type === 'texts' ? `cardinality(${sql}) > 0` : `(${sql}) IS NOT NULL`;
    return value ? exists : `NOT (${exists})`;
  },
  $like: (field, name, value, parameters) => {
    if (!['text', 'choice', 'texts'].includes(field.type)) throw new QueryError(`${name} is no text: $like cannot be.`);
    if (typeof value !== 'string') throw new QueryError(`${name}.$like must be a text.`);
    if (field.type === 'choice') return oneOf(field, name, wordsLike(field, value), parameters);
    const pattern = parameters.add(likePattern(value));
    if (field.like) return field.like(`${pattern}::text`);
    return compared(field, (sql) => `${sql} LIKE ${pattern}`);
  },
  $gt: ordering('>'),
  $gte: ordering('>='),
  $lt: ordering('<'),
  $lte: ordering('<='),
};

/** The condition that a plain value or an object of operators means. */
export function fieldCondition(field: Field, name: string, asked: unknown, parameters: Parameters): string {
  if (typeof asked !== 'object' || asked === null) return oneOf(field, name, [asked], parameters);
  if (Array.isArray(asked)) return everyOf(field, name, asked, parameters);
  const conditions = Object.entries(asked).map(([operator, value]) => {
    const make = operators[operator];
    if (!make) throw new QueryError(`${name} has an operator ${operator}, but there is none of that name.`);
    return make(field, name, value, parameters);
  });
  return conditions.length === 0 ? 'true' : conditions.map((one) => `(${one})`).join(' AND ');
}

/** `*` stands for any text, `?` for one character, a backslash before them for themselves. */
function likePattern(pattern: string): string {
  return pattern.replace(/\\[*?\\]|[*?%_\\]/g, (found) => {
    if (found.length === 2) return found === '\\\\' ? '\\\\' : found.slice(1);
    if (found === '*') return '%';
    return found === '?' ? '_' : `\\${found}`;
  });
}

/** Which words of the API fit: what is stored is none of a caller's business. */
function wordsLike({ choices = {} }: Field, pattern: string): string[] {
  const escaped = pattern.replace(/\\[*?\\]|[*?]|[^*?\\]+|\\/g, (part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/^\\(?=.)/, '').replace(/[.+^${}()|[\]\\*?]/g, '\\$&');
  });
  return Object.keys(choices).filter((word) => new RegExp(`^${escaped}$`, 'i').test(word));
}

function ordering(operator: string): Operator {
  return (field, name, value, parameters) => {
    if (field.type !== 'integer' && field.type !== 'time')
      throw new QueryError(`${name} has no order: it cannot be asked for with ${operator}.`);
    return `${field.sql} ${operator} ${parameters.add(readValue(field, name, value))}::${castOf(field)}`;
  };
}

function oneOf(field: Field, name: string, values: readonly unknown[], parameters: Parameters): string {
  const read = values.map((value) => readValue(field, name, value));
  if (field.type === 'element-instance-key') return elementInstanceOneOf(field, read as string[], parameters);
  // as conditions of their own, so that PostgreSQL can turn them into joins and find their indices
  if (field.type === 'flag') return anyOf(read.map((value) => (value ? `(${field.sql})` : `NOT (${field.sql})`)));
  if (field.conditions) return anyOf(read.map((value) => field.conditions?.[value as string] ?? 'false'));
  const wanted = parameters.add(read);
  if (field.oneOf) return field.oneOf(`${wanted}::${castOf(field)}[]`);
  return compared(field, (sql) => `${sql} = ANY(${wanted}::${castOf(field)}[])`);
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'false' : conditions.map((one) => `(${one})`).join(' OR ');
}

/** Of a list of texts some item is compared. */
function compared({ type, sql, some }: Field, condition: (sql: string) => string): string {
  if (some) return some(condition);
  return type === 'texts' ? `EXISTS (SELECT FROM unnest(${sql}) AS item WHERE ${condition('item')})` : condition(sql);
}

/** The two halves of the key are compared, so that an index on the instance serves. */
function elementInstanceOneOf({ sql, local }: Field, keys: readonly string[], parameters: Parameters): string {
  if (keys.length === 0) return 'false';
  const pairs = keys.map((key) => {
    const { processInstanceKey, elementInstance } = readElementInstanceKey(key);
    return `(${parameters.add(processInstanceKey)}::bigint, ${parameters.add(elementInstance)}::text)`;
  });
  return `(${sql}, ${local}) IN (${pairs.join(', ')})`;
}

/** A plain list, as for tags: all of them. */
function everyOf(field: Field, name: string, values: readonly unknown[], parameters: Parameters): string {
  if (field.type !== 'texts') throw new QueryError(`${name} must not be a list; use $in.`);
  const wanted = parameters.add(values.map((value) => readValue(field, name, value)));
  const isSome = values.length > 0 ? ` AND ${field.sql} <> '{}'` : ''; // as the index says
  return `${field.sql} @> ${wanted}::text[]${isSome}`;
}

function list(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new QueryError(`${name} must be asked for with a list.`);
}

import type { Field, Fields } from './field.js';
import { fieldCondition } from './operators.js';
import type { Parameters } from './parameters.js';
import { QueryError } from './value.js';

/** What a search looks for: a value or operators per field; `$or` holds when one of its filters does. */
export interface Filter {
  readonly [field: string]: unknown;
}

/** A condition that is more than a field: values of variables. */
export type SpecialCondition = (asked: unknown, parameters: Parameters) => string;

export interface Searchable {
  readonly fields: Fields;
  readonly special?: Readonly<Record<string, SpecialCondition>>;
  /** Fields that are about one and the same thing when several of them are asked for. */
  readonly together?: {
    readonly names: readonly string[];
    readonly condition: (asked: Filter, parameters: Parameters) => string;
  };
}

/** The SQL condition that a filter means. Throws a sentence for the caller when it means nothing. */
export function filterCondition(searchable: Searchable, filter: Filter, parameters: Parameters): string {
  const { together } = searchable;
  const asks = Object.entries(filter).filter(([, asked]) => asked !== undefined && asked !== null);
  const isJoint = asks.filter(([name]) => together?.names.includes(name)).length > 1;
  const joint = isJoint ? asks.filter(([name]) => together?.names.includes(name)) : [];
  const conditions = asks
    .filter((one) => !joint.includes(one))
    .map(([name, asked]) => condition(searchable, name, asked, parameters));
  if (together && isJoint) conditions.push(together.condition(Object.fromEntries(joint), parameters));
  return conditions.length === 0 ? 'true' : conditions.map((one) => `(${one})`).join(' AND ');
}

function condition(searchable: Searchable, name: string, asked: unknown, parameters: Parameters): string {
  if (name === '$or') return anyOf(searchable, asked, parameters);
  const special = searchable.special?.[name];
  if (special) return special(asked, parameters);
  return fieldCondition(fieldOf(searchable.fields, name), name, asked, parameters);
}

function anyOf(searchable: Searchable, asked: unknown, parameters: Parameters): string {
  if (!Array.isArray(asked) || asked.length === 0) throw new QueryError('$or must be a list of filters.');
  return asked.map((one) => `(${filterCondition(searchable, one as Filter, parameters)})`).join(' OR ');
}

export function fieldOf(fields: Fields, name: string): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw new QueryError(`There is no field ${name}; the fields are ${Object.keys(fields).join(', ')}.`);
  return field;
}

import type { Field } from '../search/field.js';
import type { Searchable } from '../search/filter.js';
import type { Schema } from './schema.js';

export const KEY: Schema = { type: 'string', pattern: '^\\d{1,19}$' };

/** What a value of a field looks like. */
export function fieldSchema({ type, choices }: Field): Schema {
  switch (type) {
    case 'key':
    case 'element-instance-key':
      return KEY;
    case 'integer':
      return { type: 'integer' };
    case 'flag':
      return { type: 'boolean' };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'choice':
      return { type: 'string', enum: Object.keys(choices ?? {}) };
    default:
      return { type: 'string' };
  }
}

/** The body of a search over these fields. */
export function searchSchema({ fields, special = {} }: Searchable): Schema {
  const filter: Schema = {
    type: 'object',
    properties: {
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, asked(field)])),
      ...Object.fromEntries(Object.keys(special).map((name) => [name, { $ref: '#/components/schemas/Variables' }])),
      $or: { type: 'array', items: { type: 'object' }, description: 'Holds when one of these filters does.' },
    },
    additionalProperties: false,
  };
  const sortable = Object.entries(fields).flatMap(([name, { sortable = true }]) => (sortable ? [name] : []));
  const sort: Schema = {
    type: 'object',
    properties: { field: { type: 'string', enum: sortable }, order: { type: 'string', enum: ['asc', 'desc'] } },
    required: ['field'],
  };
  return {
    type: 'object',
    properties: {
      filter,
      sort: { type: 'array', items: sort },
      page: { $ref: '#/components/schemas/PageRequest' },
    },
    additionalProperties: false,
  };
}

/** A value, or operators that must all hold. */
function asked(field: Field): Schema {
  const value = fieldSchema(field);
  const values: Schema = { type: 'array', items: value };
  const ordered = field.type === 'integer' || field.type === 'time';
  const properties: Record<string, Schema> = {
    $eq: value,
    $neq: value,
    $exists: { type: 'boolean' },
    $in: values,
    $notIn: values,
    ...(ordered && { $gt: value, $gte: value, $lt: value, $lte: value }),
    ...(['text', 'choice', 'texts'].includes(field.type) && {
      $like: { type: 'string', description: '* stands for any text, ? for one character.' },
    }),
  };
  return { anyOf: [value, ...(field.type === 'texts' ? [values] : []), { type: 'object', properties }] };
}

import { type Fields } from './field.js';
import { fieldOf } from './filter.js';
import type { Parameters } from './parameters.js';
import { castOf, QueryError } from './value.js';

/** `{ "field": "creationDate", "order": "desc" }`; a search sorts by the first one first. */
export interface SortBy {
  readonly field: string;
  readonly order?: string;
}

/** One column that rows are sorted by. The keys of the row are always the last ones, so that the order is total. */
export interface Column {
  readonly sql: string;
  readonly cast: string;
  readonly descending: boolean;
  readonly isNeverNull: boolean;
}

export function columnsOf(fields: Fields, sort: readonly SortBy[], keys: readonly string[]): Column[] {
  const columns = sort.map(({ field: name, order = 'asc' }): Column => {
    const field = fieldOf(fields, name);
    if (field.sortable === false) throw new QueryError(`Nothing can be sorted by ${name}.`);
    const direction = order.toLowerCase();
    if (direction !== 'asc' && direction !== 'desc') throw new QueryError(`The order of ${name} must be asc or desc.`);
    const { sortSql: sql = field.sql, isNeverNull = false } = field;
    return { sql, cast: castOf(field), descending: direction === 'desc', isNeverNull };
  });
  const descending = columns[0]?.descending ?? false;
  return [...columns, ...keys.map((sql) => ({ sql, cast: 'bigint', descending, isNeverNull: true }))];
}

export function orderBy(columns: readonly Column[], backwards: boolean): string {
  return columns.map(({ sql, descending }) => `${sql} ${descending !== backwards ? 'DESC' : 'ASC'}`).join(', ');
}

/**
 * Rows that come after the one with these values. Nothing is larger than NULL, as PostgreSQL sorts it: that is why a row
 * comparison will not do.
 */
export function beyond(
  columns: readonly Column[],
  values: readonly (string | null)[],
  backwards: boolean,
  parameters: Parameters,
): string {
  const alternatives = columns.map((column, index) => {
    const same = columns.slice(0, index).map(({ sql, cast, isNeverNull }, i) => {
      if (isNeverNull && values[i] === null) return 'false'; // said in a way that PostgreSQL need not look
      return `${sql} IS NOT DISTINCT FROM ${parameters.add(values[i])}::${cast}`;
    });
    return [...same, further(column, values[index] ?? null, backwards, parameters)].join(' AND ');
  });
  return alternatives.map((one) => `(${one})`).join(' OR ');
}

function further({ sql, cast, descending }: Column, value: string | null, backwards: boolean, parameters: Parameters) {
  if (descending !== backwards)
    return value === null ? `${sql} IS NOT NULL` : `${sql} < ${parameters.add(value)}::${cast}`;
  return value === null ? 'false' : `(${sql} > ${parameters.add(value)}::${cast} OR ${sql} IS NULL)`;
}

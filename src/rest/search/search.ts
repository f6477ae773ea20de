import type { EntityManager } from 'typeorm';
import { type Place, readCursor } from './cursor.js';
import { filterCondition } from './filter.js';
import { Parameters } from './parameters.js';
import { PAGE_LENGTH, type SearchRequest } from './search-request.js';
import { beyond, type Column, columnsOf, orderBy } from './sorting.js';
import { type Source, tablesOf } from './source.js';
import { understood } from './understood.js';

/** Beyond this many, callers learn only that there are more. */
export const COUNTED = 10_000;

/** Narrows what a caller sees, whatever they ask for. */
export type Restriction = (parameters: Parameters) => string;

/** Which rows a page has: by `id`, and by `lookup` when there is one. */
export interface Keys {
  readonly ids: readonly string[];
  readonly lookups: readonly string[];
}

/**
 * One search in up to three statements: what is found, in no order, by whatever index serves; if that is much, which rows come
 * first, by the index of the order; and then those rows alone, with everything that callers see of them.
 */
export class Search<Row, View> {
  private readonly columns: readonly Column[];
  private readonly lookup: string;

  constructor(
    private readonly source: Source<Row, View>,
    private readonly request: SearchRequest,
    private readonly restriction?: Restriction,
  ) {
    const { sort = [] } = request;
    this.columns = understood(() => columnsOf(source.fields, sort, [...(source.order ?? []), source.id]));
    this.lookup = source.lookup ?? source.id;
  }

  /** How many rows fit, and the keys of the page unless they are more than are counted. */
  async found(database: Pick<EntityManager, 'query'>): Promise<Keys & { readonly total: number }> {
    const parameters = new Parameters();
    const where = this.where(parameters);
    const named = this.columns.map((column, index) => ({ ...column, sql: `c${index}` }));
    const selected = [
      `${this.source.id} AS id`,
      `${this.lookup} AS lookup`,
      ...this.columns.map(({ sql }, index) => `${sql} AS c${index}`),
    ].join(', ');
    const page = `SELECT id, lookup FROM found WHERE ${this.after(named, parameters)}
      ORDER BY ${orderBy(named, this.isBackwards)} ${this.limits(parameters)}`;
    const [found] = await database.query<(Keys & { total: number })[]>(
      `WITH found AS MATERIALIZED (SELECT ${selected} FROM ${tablesOf(this.source, `${where} ${selected}`)} WHERE ${where}
         LIMIT ${COUNTED + 1}), page AS (${page})
       SELECT (SELECT count(*)::int FROM found) AS total, ARRAY(SELECT id FROM page) AS ids,
         ARRAY(SELECT DISTINCT lookup FROM page) AS lookups`,
      parameters.values,
    );
    return found ?? { total: 0, ids: [], lookups: [] };
  }

  /** How many rows fit, up to so many: of all pages, or of those from the cursor on. */
  async count(database: Pick<EntityManager, 'query'>, most: number, rows: 'all' | 'from cursor'): Promise<number> {
    const parameters = new Parameters();
    const after = rows === 'all' ? 'true' : this.after(this.columns, parameters);
    const where = `${this.where(parameters)} AND ${after}`;
    const [counted] = await database.query<{ count: number }[]>(
      `SELECT count(*)::int FROM (SELECT FROM ${tablesOf(this.source, where)} WHERE ${where} LIMIT ${most}) AS counted`,
      parameters.values,
    );
    return counted?.count ?? 0;
  }

  /** The keys of the page among rows that are many. */
  async keys(database: Pick<EntityManager, 'query'>): Promise<Keys> {
    const parameters = new Parameters();
    const where = this.where(parameters);
    const selected = `${this.source.id} AS id, ${this.lookup} AS lookup`;
    const order = orderBy(this.columns, this.isBackwards);
    const rows = await database.query<{ id: string; lookup: string }[]>(
      `SELECT ${selected} FROM ${tablesOf(this.source, `${where} ${selected} ${order}`)}
       WHERE ${where} AND ${this.after(this.columns, parameters)} ORDER BY ${order} ${this.limits(parameters)}`,
      parameters.values,
    );
    return { ids: rows.map(({ id }) => id), lookups: [...new Set(rows.map(({ lookup }) => lookup))] };
  }

  /** With their places in the order. */
  async rows(
    database: Pick<EntityManager, 'query'>,
    { ids, lookups }: Keys,
  ): Promise<(Row & { readonly place: Place })[]> {
    if (ids.length === 0) return [];
    const { id, select, lookup, where = 'true' } = this.source;
    const parameters = new Parameters();
    const keys = [`${id} = ANY(${parameters.add(ids)}::bigint[])`];
    if (lookup) keys.push(`${lookup} = ANY(${parameters.add(lookups)}::bigint[])`);
    const place = `ARRAY[${this.columns.map(({ sql }) => `(${sql})::text`).join(', ')}] AS "place"`;
    return database.query(
      `SELECT ${select}, ${place} FROM ${tablesOf(this.source)} WHERE (${where}) AND ${keys.join(' AND ')}
       ORDER BY ${orderBy(this.columns, false)}`,
      parameters.values,
    );
  }

  private get isBackwards(): boolean {
    return this.request.page?.before !== undefined;
  }

  private where(parameters: Parameters): string {
    const asked = understood(() => filterCondition(this.source, this.request.filter ?? {}, parameters));
    const conditions = [this.source.where ?? 'true', asked, this.restriction?.(parameters) ?? 'true'];
    return conditions.map((one) => `(${one})`).join(' AND ');
  }

  private after(columns: readonly Column[], parameters: Parameters): string {
    const { after, before } = this.request.page ?? {};
    const cursor = after ?? before;
    if (cursor === undefined) return 'true';
    const place = understood(() => readCursor(cursor, columns.length));
    return `(${beyond(columns, place, this.isBackwards, parameters)})`;
  }

  private limits(parameters: Parameters): string {
    const { limit = PAGE_LENGTH, from = 0 } = this.request.page ?? {};
    return `LIMIT ${parameters.add(limit)} OFFSET ${parameters.add(from)}`;
  }
}

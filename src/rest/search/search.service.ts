import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readCursor, type Place, writeCursor } from './cursor.js';
import { type Filter, filterCondition, type Searchable } from './filter.js';
import { Parameters } from './parameters.js';
import { PAGE_LENGTH, type SearchRequest } from './search-request.js';
import { beyond, columnsOf, orderBy } from './sorting.js';
import { understood } from './understood.js';

/** Beyond this many, callers learn only that there are more. */
const COUNTED = 10_000;

/** Rows of one kind and how the API shows them. `Row` is what the SELECT gives, `View` what callers see. */
export interface Source<Row, View> extends Searchable {
  /** Columns, with their names for `view`. */
  readonly select: string;
  /** Tables and joins that decide which rows there are. */
  readonly from: string;
  /** Joins by alias that neither add nor drop a row: counting leaves out those that no condition speaks of. */
  readonly joins?: Readonly<Record<string, string>>;
  /** Bigints by which rows are sorted before `id`, when an index has that order. */
  readonly order?: readonly string[];
  /** What makes a row unique, within `order` if there is one: a bigint. */
  readonly id: string;
  /** Holds for every row, whatever is asked. */
  readonly where?: string;
  readonly view: (row: Row) => View;
}

/** Narrows what a caller sees, whatever they ask for. */
export type Restriction = (parameters: Parameters) => string;

export interface Page<View> {
  readonly items: View[];
  readonly page: {
    readonly totalItems: number;
    readonly hasMoreTotalItems: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Answers searches from the rows themselves: what a command has changed is found by the next search. */
@Injectable()
export class SearchService {
  constructor(private readonly database: DataSource) {}

  async page<Row, View>(
    source: Source<Row, View>,
    request: SearchRequest,
    restriction?: Restriction,
  ): Promise<Page<View>> {
    const { filter = {} } = request;
    const counting = new Parameters();
    const total = await this.count(source, this.where(source, filter, restriction, counting), counting);
    const rows = await this.rows(source, request, restriction);
    const [first, last] = [rows[0], rows.at(-1)];
    return {
      items: rows.map((row) => source.view(row)),
      page: {
        totalItems: Math.min(total, COUNTED),
        hasMoreTotalItems: total > COUNTED,
        startCursor: first ? writeCursor(first.place) : null,
        endCursor: last ? writeCursor(last.place) : null,
      },
    };
  }

  /** The one row that a filter finds. */
  async one<Row, View>(
    source: Source<Row, View>,
    filter: Filter,
    restriction?: Restriction,
  ): Promise<View | undefined> {
    const [row] = await this.rows(source, { filter, page: { limit: 1 } }, restriction);
    return row && source.view(row);
  }

  /** With their places in the order. */
  private async rows<Row, View>(
    source: Source<Row, View>,
    { filter = {}, sort = [], page = {} }: SearchRequest,
    restriction?: Restriction,
  ): Promise<(Row & { place: Place })[]> {
    const { limit = PAGE_LENGTH, from = 0, after, before } = page;
    const columns = understood(() => columnsOf(source.fields, sort, [...(source.order ?? []), source.id]));
    const backwards = before !== undefined;
    const parameters = new Parameters();
    const conditions = [this.where(source, filter, restriction, parameters)];
    const cursor = after ?? before;
    if (cursor !== undefined) {
      const place = understood(() => readCursor(cursor, columns.length));
      conditions.push(`(${beyond(columns, place, backwards, parameters)})`);
    }
    const place = `ARRAY[${columns.map(({ sql }) => `(${sql})::text`).join(', ')}] AS "place"`;
    const rows = await this.database.query<(Row & { place: Place })[]>(
      `SELECT ${source.select}, ${place} FROM ${tablesOf(source)} WHERE ${conditions.join(' AND ')}
       ORDER BY ${orderBy(columns, backwards)} LIMIT ${parameters.add(limit)} OFFSET ${parameters.add(from)}`,
      parameters.values,
    );
    return backwards ? rows.reverse() : rows;
  }

  private where<Row, View>(
    source: Source<Row, View>,
    filter: Filter,
    restriction: Restriction | undefined,
    parameters: Parameters,
  ): string {
    const asked = understood(() => filterCondition(source, filter, parameters));
    return [source.where ?? 'true', asked, restriction?.(parameters) ?? 'true'].map((one) => `(${one})`).join(' AND ');
  }

  private async count<Row, View>(source: Source<Row, View>, where: string, { values }: Parameters): Promise<number> {
    const [row] = await this.database.query<{ total: number }[]>(
      `SELECT count(*)::int AS total FROM (SELECT FROM ${tablesOf(source, where)} WHERE ${where} LIMIT ${COUNTED + 1}) AS counted`,
      values,
    );
    return row?.total ?? 0;
  }
}

/** What rows are selected from; with a condition, only what it speaks of. Joins may build on those before them. */
export function tablesOf({ from, joins = {} }: Pick<Source<object, object>, 'from' | 'joins'>, where?: string): string {
  const all = Object.entries(joins);
  const last = all.findLastIndex(([alias]) => where === undefined || new RegExp(`\\b${alias}\\.`).test(where));
  return [from, ...all.slice(0, last + 1).map(([, sql]) => sql)].join(' ');
}

import type { Searchable } from './filter.js';
import type { SearchRequest } from './search-request.js';

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
  /** A bigint with an index by which few rows are found again, when that is not `id`. */
  readonly lookup?: string;
  /**
   * Rows are many more than the planner believes: they are joined one after the other until there are enough, instead of
   * all at once.
   */
  readonly oneByOne?: (request: SearchRequest) => boolean;
  /** Another source of the same rows that finds faster what is asked. */
  readonly instead?: (request: SearchRequest) => Source<Row, View> | undefined;
  /** In an order in which the rows come from several sources, all of one before all of the next: those sources. */
  readonly inOrder?: (request: SearchRequest) => readonly Source<Row, View>[] | undefined;
  /** Holds for every row, whatever is asked. */
  readonly where?: string;
  readonly view: (row: Row) => View;
}

/** What rows are selected from; with a condition, only what it speaks of. Joins may build on those before them. */
export function tablesOf({ from, joins = {} }: Pick<Source<object, object>, 'from' | 'joins'>, where?: string): string {
  const all = Object.entries(joins);
  const last = all.findLastIndex(([alias]) => where === undefined || new RegExp(`\\b${alias}\\.`).test(where));
  return [from, ...all.slice(0, last + 1).map(([, sql]) => sql)].join(' ');
}

import { Injectable } from '@nestjs/common';
import { writeCursor } from './cursor.js';
import type { Filter } from './filter.js';
import { keysOfParts } from './parts.js';
import type { SearchRequest } from './search-request.js';
import { COUNTED, type Keys, type Restriction, Search } from './search.js';
import type { Source } from './source.js';
import { TimelyReads } from './timely-reads.js';

const ONE_BY_ONE = `SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
  SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1`;

/** More than is counted; which rows are on the page is not known yet. */
const MUCH = { total: COUNTED + 1, ids: [], lookups: [] };

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
  constructor(private readonly reads: TimelyReads) {}

  async page<Row, View>(
    source: Source<Row, View>,
    request: SearchRequest,
    restriction?: Restriction,
  ): Promise<Page<View>> {
    const best = source.instead?.(request) ?? source;
    const { total, rows } = await this.reads.inTime(async (database) => {
      const search = new Search(best, request, restriction);
      const isOneByOne = best.oneByOne?.(request) ?? false;
      if (isOneByOne) await database.query(ONE_BY_ONE);
      const parts = best.inOrder?.(request);
      const isMuch = parts !== undefined && (await search.count(database, COUNTED + 1, 'all')) > COUNTED;
      const found = isMuch ? MUCH : await search.found(database);
      if (isOneByOne && found.total > COUNTED) await database.query('SET LOCAL enable_sort = off');
      let keys: Keys = found;
      if (isMuch) keys = await keysOfParts(database, parts, request, restriction);
      else if (found.total > COUNTED) keys = await search.keys(database);
      return { total: found.total, rows: await search.rows(database, keys) };
    });
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
    const { items } = await this.page(source, { filter, page: { limit: 1 } }, restriction);
    return items[0];
  }
}

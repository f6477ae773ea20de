import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../../config.js';
import { Problem } from '../protocol/problem.js';
import { writeCursor } from './cursor.js';
import type { Filter } from './filter.js';
import type { SearchRequest } from './search-request.js';
import { COUNTED, type Restriction, Search } from './search.js';
import type { Source } from './source.js';

const ONE_BY_ONE = `SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
  SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1`;

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
  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
  ) {}

  async page<Row, View>(
    source: Source<Row, View>,
    request: SearchRequest,
    restriction?: Restriction,
  ): Promise<Page<View>> {
    const best = source.instead?.(request) ?? source;
    const { total, rows } = await this.inTime(async (database) => {
      const search = new Search(best, request, restriction);
      const isOneByOne = best.oneByOne?.(request) ?? false;
      if (isOneByOne) await database.query(ONE_BY_ONE);
      const found = await search.found(database);
      if (isOneByOne && found.total > COUNTED) await database.query('SET LOCAL enable_sort = off');
      const keys = found.total > COUNTED ? await search.keys(database) : found;
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

  /** The statements of a search see the same rows, and not for ever: some ask for what no index can find. */
  private async inTime<T>(work: (database: EntityManager) => Promise<T>): Promise<T> {
    const longest = this.config.apiSearchTimeout;
    try {
      return await this.database.transaction('REPEATABLE READ', async (database) => {
        await database.query(`SET LOCAL statement_timeout = ${longest}`);
        return work(database);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== '57014') throw error;
      const detail = `Nothing was found within ${longest / 1_000} seconds. Ask for an instance, a process or a time as well.`;
      throw new Problem('DEADLINE_EXCEEDED', detail);
    }
  }
}

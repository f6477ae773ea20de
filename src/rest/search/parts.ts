import type { EntityManager } from 'typeorm';
import { PAGE_LENGTH, type SearchRequest } from './search-request.js';
import { type Keys, type Restriction, Search } from './search.js';
import type { Source } from './source.js';

/** The keys of a page of rows that lie in several sources, all of one before all of the next: each is walked by its own index. */
export async function keysOfParts<Row, View>(
  database: Pick<EntityManager, 'query'>,
  parts: readonly Source<Row, View>[],
  request: SearchRequest,
  restriction?: Restriction,
): Promise<Keys> {
  const { page = {} } = request;
  let { limit = PAGE_LENGTH, from = 0 } = page;
  const ids: string[] = [];
  const lookups: string[] = [];
  for (const part of page.before === undefined ? parts : [...parts].reverse()) {
    const search = new Search(part, { ...request, page: { ...page, limit, from } }, restriction);
    const keys = await search.keys(database);
    ids.push(...keys.ids);
    lookups.push(...keys.lookups);
    limit -= keys.ids.length;
    if (limit <= 0) break;
    // the rows that were passed over may have been fewer than there were to pass over
    from = keys.ids.length > 0 || from === 0 ? 0 : from - (await search.count(database, from, 'from cursor'));
  }
  return { ids, lookups };
}

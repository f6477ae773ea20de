import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { readCursor, writeCursor } from './cursor.js';
import { PAGE_LENGTH } from './search-request.js';
import type { Page } from './search.service.js';
import { understood } from './understood.js';

/** By cursor, forwards. */
export class ForwardPage {
  @IsOptional() @IsInt() @Min(0) @Max(10_000) limit?: number;
  @IsOptional() @IsString() after?: string;
}

/** A page of figures by group: there are few groups, so all are counted and some are given. They are told apart by `name`. */
export function pageOfGroups<View>(
  groups: readonly { readonly name: string; readonly view: View }[],
  { limit = PAGE_LENGTH, after }: ForwardPage = {},
): Page<View> {
  const sorted = [...groups].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const [last] = after === undefined ? [] : understood(() => readCursor(after, 1));
  const rest = last === undefined || last === null ? sorted : sorted.filter(({ name }) => name > last);
  const given = rest.slice(0, limit);
  const cursor = (group: { readonly name: string } | undefined) => (group ? writeCursor([group.name]) : null);
  return {
    items: given.map(({ view }) => view),
    page: {
      totalItems: groups.length,
      hasMoreTotalItems: false,
      startCursor: cursor(given[0]),
      endCursor: cursor(given.at(-1)),
    },
  };
}

import { QueryError } from './value.js';

/** The place of a row in an order: the values it is sorted by, as PostgreSQL writes them. */
export type Place = readonly (string | null)[];

/** Opaque to callers. */
export function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64');
}

export function readCursor(cursor: string, columns: number): Place {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as unknown;
    const fits = (value: unknown) => value === null || typeof value === 'string';
    if (Array.isArray(place) && place.length === columns && place.every(fits)) return place;
  } catch {
    // said below
  }
  throw new QueryError('The cursor is not one of this search: take it from a page with the same sort.');
}

import { Problem } from '../protocol/problem.js';
import { QueryError } from './value.js';

/** Whatever a query means, or a problem that says why it means nothing. */
export function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof QueryError) throw new Problem('INVALID_ARGUMENT', error.message);
    throw error;
  }
}

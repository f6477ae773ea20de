import { type Instant } from '../model/variables.js';
import { type FeelValue } from './expression.js';

/** The time zone in which `now()` and `today()` speak: the town's. */
export const timeZone = 'Europe/Brussels';

/** What one evaluation knows besides its variables. Each compiled expression has one, filled anew for each evaluation. */
export interface Moment {
  now: Instant;
  /** Distinguishes evaluations at the same instant. */
  seed: string;
  /** How many random numbers and UUIDs this evaluation has drawn. */
  drawn: number;
  /** The town's own closing days: the value of the variable `closing days`. */
  closingDays: FeelValue;
  warn(sentence: string): void;
}

import { FeelDuration } from 'feelin';
import { Temporal } from 'temporal-polyfill';
import { exact } from '../exact-numbers.js';
import { type FeelValue } from '../expression.js';
import { describe, plainDate } from './dates.js';
import { type LibraryFunctions } from './library-function.js';

/** FEEL has two kinds of durations that do not mix: years and months, days and time (DMN 1.3, 10.3.2.3.7). */
export const durations: LibraryFunctions = {
  /** Whole months only: the days that are left over do not count. */
  'years and months duration': {
    parameters: ['from', 'to'],
    call: (moment, from, to) => {
      const [start, end] = [plainDate(from), plainDate(to)];
      if (start && end) return new FeelDuration(Temporal.Duration.from({ months: monthsBetween(start, end) }), true);
      moment.warn(`years and months duration expected two dates, but got ${describe(start ? to : from)}`);
      return null;
    },
  },
};

/** How often a duration goes into another of its kind. */
export function ratio(a: FeelDuration, b: FeelDuration): FeelValue {
  if (isYearsAndMonths(a) !== isYearsAndMonths(b) || sizeOf(b) === 0) return null;
  return exact(sizeOf(a) / sizeOf(b));
}

export function times(duration: FeelDuration, factor: number): FeelValue {
  return ofSize(exact(sizeOf(duration) * factor), isYearsAndMonths(duration));
}

export function dividedBy(duration: FeelDuration, divisor: number): FeelValue {
  return ofSize(exact(sizeOf(duration) / divisor), isYearsAndMonths(duration));
}

export function isYearsAndMonths(duration: FeelDuration): boolean {
  return duration.months !== null;
}

/** In months, or else in seconds. */
function sizeOf(duration: FeelDuration): number {
  const value = duration.unwrap();
  return isYearsAndMonths(duration) ? value.years * 12 + value.months : value.total('seconds');
}

/** Months are whole; seconds may have a fraction. */
function ofSize(size: number, isMonths: boolean): FeelValue {
  if (!Number.isFinite(size)) return null;
  if (isMonths) return new FeelDuration(Temporal.Duration.from({ months: Math.trunc(size) }), true);
  const milliseconds = Math.round(size * 1000);
  return new FeelDuration(Temporal.Duration.from({ milliseconds }).round({ largestUnit: 'days' }), false);
}

function monthsBetween(start: Temporal.PlainDate, end: Temporal.PlainDate): number {
  return start.until(end, { largestUnit: 'months' }).months;
}

import { FeelDate } from 'feelin';
import { Temporal } from 'temporal-polyfill';
import { belgianHolidays } from '../belgian-holidays.js';
import { type FeelValue } from '../expression.js';
import { type Moment } from '../moment.js';
import { describe, plainDate } from './dates.js';
import { type LibraryFunctions } from './library-function.js';

/**
 * Working days of a Belgian town: Monday to Friday without the ten legal holidays and the town's own closing days. These
 * are a list of dates (or ISO texts): the last argument, or else the variable `closing days` (or `closingDays`).
 */
export const workingDays: LibraryFunctions = {
  'is working day': {
    parameters: ['date', 'closing days'],
    call: (moment, date, closing) => {
      const day = plainDate(date);
      return day ? isWorkingDay(day, closedOn(moment, closing)) : unusable(moment, 'is working day', date);
    },
  },
  /** The n-th working day after the date (before it, when n is negative). With 0: the date, or the next working day. */
  'add working days': {
    parameters: ['date', 'n', 'closing days'],
    call: (moment, date, n, closing) => {
      const day = plainDate(date);
      if (!day) return unusable(moment, 'add working days', date);
      if (typeof n !== 'number' || !Number.isInteger(n) || Math.abs(n) > 10_000) {
        moment.warn(`add working days expected a whole number of days up to 10000, but got ${describe(n)}`);
        return null;
      }
      return new FeelDate(addWorkingDays(day, n, closedOn(moment, closing)));
    },
  },
  /** How many working days come after `from` up to `to` included; negative when `to` is earlier. */
  'working days between': {
    parameters: ['from', 'to', 'closing days'],
    call: (moment, from, to, closing) => {
      const [start, end] = [plainDate(from), plainDate(to)];
      if (!start) return unusable(moment, 'working days between', from);
      if (!end) return unusable(moment, 'working days between', to);
      if (Math.abs(start.until(end).days) > 40_000) return unusable(moment, 'working days between', to);
      return workingDaysBetween(start, end, closedOn(moment, closing));
    },
  },
};

const weekend = 6;

function isWorkingDay(day: Temporal.PlainDate, closed: ReadonlySet<string>): boolean {
  const date = day.toString();
  return day.dayOfWeek < weekend && !belgianHolidays(day.year).has(date) && !closed.has(date);
}

function addWorkingDays(from: Temporal.PlainDate, n: number, closed: ReadonlySet<string>): Temporal.PlainDate {
  const step = n < 0 ? -1 : 1;
  let day = from;
  if (n === 0) while (!isWorkingDay(day, closed)) day = day.add({ days: 1 });
  for (let left = Math.abs(n); left > 0;) {
    day = day.add({ days: step });
    if (isWorkingDay(day, closed)) left -= 1;
  }
  return day;
}

function workingDaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, closed: ReadonlySet<string>): number {
  if (Temporal.PlainDate.compare(from, to) > 0) return 0 - workingDaysBetween(to, from, closed);
  let count = 0;
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0;) {
    day = day.add({ days: 1 });
    if (isWorkingDay(day, closed)) count += 1;
  }
  return count;
}

function closedOn(moment: Moment, given: FeelValue): ReadonlySet<string> {
  const days = given ?? moment.closingDays;
  return new Set(Array.isArray(days) ? days.map((day) => plainDate(day)?.toString() ?? String(day)) : []);
}

function unusable(moment: Moment, name: string, value: FeelValue): null {
  moment.warn(`${name} expected a date, but got ${describe(value)}`);
  return null;
}

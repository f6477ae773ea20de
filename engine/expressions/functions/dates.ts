import { FeelDate, FeelDateTime, toFeel } from 'feelin';
import { Temporal } from 'temporal-polyfill';
import { type FeelValue } from '../expression.js';
import { type Moment, timeZone } from '../moment.js';
import { type LibraryFunctions } from './library-function.js';

/** Dates, with the clock of the evaluation: FEEL's own `now()` and `today()` would read the machine's. */
export const dates: LibraryFunctions = {
  now: { parameters: [], call: (moment) => toFeel(zonedNow(moment)) as FeelValue },
  today: { parameters: [], call: (moment) => toFeel(zonedNow(moment).toPlainDate()) as FeelValue },
  'last day of month': {
    parameters: ['date'],
    call: (moment, value) => {
      const date = plainDate(value);
      if (date) return new FeelDate(date.with({ day: date.daysInMonth }));
      moment.warn(`last day of month expected a date, but got ${describe(value)}`);
      return null;
    },
  },
};

function zonedNow({ now }: Moment): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
}

/** The day of a date or a date and time; undefined for anything else. */
export function plainDate(value: FeelValue): Temporal.PlainDate | undefined {
  if (value instanceof FeelDate) return value.unwrap();
  if (value instanceof FeelDateTime) return value.unwrap().toPlainDate();
  return undefined;
}

/** A value as a warning names it. */
export function describe(value: FeelValue): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 60) ?? 'a function');
}

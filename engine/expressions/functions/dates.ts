import { evaluate, FeelDate, FeelDateTime, type FeelFunction, parseDateTime, toFeel } from 'feelin';
import { Temporal } from 'temporal-polyfill';
import { type FeelValue } from '../expression.js';
import { type Moment, timeZone } from '../moment.js';
import { dateAndTime } from '../rewriting.js';
import { type LibraryFunctions } from './library-function.js';

/** Dates, with the clock of the evaluation: FEEL's own `now()` and `today()` would read the machine's. */
export const dates: LibraryFunctions = {
  now: { parameters: [], call: (moment) => toFeel(zonedNow(moment)) as FeelValue },
  today: { parameters: [], call: (moment) => toFeel(zonedNow(moment).toPlainDate()) as FeelValue },
  /** FEEL's `date and time`, which also reads `...+02:00[Europe/Berlin]` and moves a date and time to another zone. */
  [dateAndTime]: {
    parameters: ['from', 'time'],
    call: (_moment, from, second) => {
      if (typeof from === 'string') return parseDateTime(from.replace(/([+-]\d{2}:\d{2})\[([^\]]+)\]$/, '@$2'));
      if (from instanceof FeelDateTime && typeof second === 'string') return inZone(from, second);
      return combine(from, second);
    },
  },
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

/** Without a zone of its own, a date and time is the town's. */
function inZone(value: FeelDateTime, zone: string): FeelValue {
  try {
    const target = /^z$/i.test(zone) ? 'UTC' : zone;
    const moved = value
      .unwrap()
      .toZonedDateTime(value.timezone ?? timeZone)
      .withTimeZone(target);
    return new FeelDateTime(moved.toPlainDateTime(), target);
  } catch {
    return null;
  }
}

/** What feelin makes of a date and a time, or of one value that is neither text nor to be moved. */
function combine(from: FeelValue, time: FeelValue): FeelValue {
  const text = time === undefined ? 'function(a) date and time(a)' : 'function(a, b) date and time(a, b)';
  const { value } = evaluate(text) as { value: FeelFunction };
  return value.invoke(time === undefined ? [from] : [from, time]) as FeelValue;
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

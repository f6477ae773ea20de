import { evaluate, FeelDate, FeelDateTime, FeelDuration, type FeelFunction } from 'feelin';
import { type Temporal } from 'temporal-polyfill';
import { exact } from '../exact-numbers.js';
import { type FeelValue } from '../expression.js';
import { type Moment } from '../moment.js';
import { operators } from '../rewriting.js';
import { dividedBy, ratio, times } from './durations.js';
import { describe } from './dates.js';
import { type LibraryFunction, type LibraryFunctions } from './library-function.js';

/**
 * The operators of FEEL (DMN 1.3, 10.3.2.10 to 10.3.2.12): exact for decimals, and complete for dates and durations. What is
 * not ours to say is said by feelin.
 */
export const arithmetic: LibraryFunctions = {
  [operators['+']]: binary('+', (a, b) => {
    if (isNumber(a) && isNumber(b)) return exact(a + b);
    if (isText(a) && isText(b)) return a + b;
    if (isMoved(a) && b instanceof FeelDuration) return moved(a, b.unwrap());
    return isMoved(b) && a instanceof FeelDuration ? moved(b, a.unwrap()) : undefined;
  }),
  [operators['-']]: binary('-', (a, b) => {
    if (isNumber(a) && isNumber(b)) return exact(a - b);
    if (isMoved(a) && b instanceof FeelDuration) return moved(a, b.unwrap().negated());
    return a instanceof FeelDateTime && b instanceof FeelDateTime ? elapsed(b, a) : undefined;
  }),
  [operators['*']]: binary('*', (a, b) => {
    if (isNumber(a) && isNumber(b)) return exact(a * b);
    if (a instanceof FeelDuration && isNumber(b)) return times(a, b);
    return isNumber(a) && b instanceof FeelDuration ? times(b, a) : undefined;
  }),
  [operators['/']]: binary('/', (a, b, moment) => {
    const isZero = b === 0;
    if (isZero && (isNumber(a) || a instanceof FeelDuration))
      return nothing(moment, `Can't divide ${describe(a)} by zero`);
    if (isNumber(a) && isNumber(b)) return exact(a / b);
    if (a instanceof FeelDuration && isNumber(b)) return dividedBy(a, b);
    return a instanceof FeelDuration && b instanceof FeelDuration ? ratio(a, b) : undefined;
  }),
  [operators['**']]: binary('**', (a, b) => (isNumber(a) && isNumber(b) ? finite(exact(a ** b)) : undefined)),
  [operators.negate]: {
    parameters: ['value'],
    call: (moment, value) => {
      if (isNumber(value)) return 0 - value;
      if (value instanceof FeelDuration) return times(value, -1);
      return missing(value) ? null : nothing(moment, `Can't negate ${describe(value)}`);
    },
  },
};

type Compute = (a: FeelValue, b: FeelValue, moment: Moment) => FeelValue;

/** Ours where we know better, feelin's otherwise. */
function binary(operator: string, compute: Compute): LibraryFunction {
  const { value, warnings } = evaluate(`function(a, b) a ${operator} b`);
  const otherwise = value as FeelFunction;
  return {
    parameters: ['a', 'b'],
    call: (moment, a, b) => {
      const result = compute(a, b, moment);
      if (result !== undefined) return result;
      const theirs: FeelValue = otherwise.invoke([a, b]) as unknown;
      for (const { message } of warnings) moment.warn(message);
      warnings.length = 0; // feelin keeps them for ever
      return theirs;
    },
  };
}

/** A date stays a date, at whatever time of the day it ends; a time with a zone of its own keeps it. */
function moved(value: FeelDate | FeelDateTime, duration: Temporal.Duration): FeelValue {
  if (value instanceof FeelDate) {
    return new FeelDate(value.unwrap().toPlainDateTime().add(duration).toPlainDate());
  }
  const zone = value.timezone;
  if (zone === null || !zone.includes('/')) return new FeelDateTime(value.unwrap().add(duration), zone);
  const end = value.unwrap().toZonedDateTime(zone).add(duration);
  const local = end.toPlainDateTime();
  // In the hour that comes twice, the name of the zone alone would mean the first one.
  const isSecond = local.toZonedDateTime(zone).epochMilliseconds !== end.epochMilliseconds;
  return new FeelDateTime(local, isSecond ? end.offset : zone);
}

/** Hours that the clock skips do not pass: only instants tell how long it was. */
function elapsed(from: FeelDateTime, to: FeelDateTime): FeelValue {
  if (!from.timezone?.includes('/') || !to.timezone?.includes('/')) return undefined;
  const [start, end] = [from, to].map((one) => one.unwrap().toZonedDateTime(one.timezone).toInstant());
  return new FeelDuration(start!.until(end!, { largestUnit: 'hours' }).round({ largestUnit: 'days' }), false);
}

function isMoved(value: FeelValue): value is FeelDate | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelDateTime;
}

function isNumber(value: FeelValue): value is number {
  return typeof value === 'number';
}

function isText(value: FeelValue): value is string {
  return typeof value === 'string';
}

function missing(value: FeelValue): boolean {
  return value === null || value === undefined;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function nothing(moment: Moment, sentence: string): null {
  moment.warn(sentence);
  return null;
}

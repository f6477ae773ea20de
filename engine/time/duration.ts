import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/variables.js';

/** Where the town's clocks are: months and days are counted there, across summer and winter time. */
export const zone = 'Europe/Brussels';

/** An ISO 8601 duration, or nothing when the text is none. */
export function durationOf(text: string): Temporal.Duration | undefined {
  try {
    return Temporal.Duration.from(text.trim());
  } catch {
    return undefined;
  }
}

/** So many times a duration, each of its units by itself: three months are no 90 days. */
export function multiplied(text: string, times: number): Temporal.Duration | undefined {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = durationOf(text) ?? {};
  const units = { years, months, weeks, days, hours, minutes, seconds, milliseconds };
  const scaled = Object.entries(units).map(([unit, amount = 0]) => [unit, amount * times]);
  try {
    return Temporal.Duration.from(Object.fromEntries(scaled) as Temporal.DurationLike);
  } catch {
    return undefined;
  }
}

/** The instant a duration later: `P1D` over a change of clocks is a day, not 24 hours. */
export function later(from: Instant, duration: Temporal.Duration): Instant {
  return Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).add(duration).epochMilliseconds;
}

/** An ISO 8601 date-time; without offset it is the town's time, without time its midnight. */
export function instantOf(text: string): Instant | undefined {
  const named = text.trim().replace(/@([\w/+-]+)$/, '[$1]');
  try {
    if (named.endsWith(']')) return Temporal.ZonedDateTime.from(named).epochMilliseconds;
    if (/T.*(Z|[+-]\d{2}(:?\d{2})?)$/i.test(named)) return Temporal.Instant.from(named).epochMilliseconds;
    return Temporal.PlainDateTime.from(named).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

import { Temporal } from 'temporal-polyfill';

const TOWN = 'Europe/Brussels';

/** The end of a day of work in the town: `2026-03-16` is over at 17:00 there. Undefined when it is not a day. */
export function endOfDay(day: string): Date | undefined {
  try {
    const end = Temporal.PlainDate.from(day.slice(0, 10)).toZonedDateTime({ timeZone: TOWN, plainTime: '17:00' });
    return new Date(end.epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** The day in the town, as FEEL writes it. */
export function dayOf(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(TOWN).toPlainDate().toString();
}

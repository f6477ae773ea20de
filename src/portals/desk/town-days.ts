import { Temporal } from 'temporal-polyfill';

const timeZone = 'Europe/Brussels';

/** `2026-11-23` of the town, for the input of a date. */
export function dayInTown(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** That hour of that day in the town; undefined when the text is no day. */
export function instantInTown(day: string, hour: number): Date | undefined {
  try {
    const plainTime = Temporal.PlainTime.from({ hour });
    return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
  } catch {
    return undefined;
  }
}

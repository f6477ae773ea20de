import { Temporal } from 'temporal-polyfill';

/** Months and days are counted where the town is. */
const ZONE = 'Europe/Brussels';

/** When something made at `from` ends after an ISO 8601 duration: `P3M` is three months, whatever their length. Undefined when it is no duration. */
export function endOfValidity(from: Date, duration: string): Date | undefined {
  try {
    const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(ZONE);
    return new Date(start.add(Temporal.Duration.from(duration)).epochMilliseconds);
  } catch {
    return undefined;
  }
}

import { Temporal } from 'temporal-polyfill';

const ZONE = 'Europe/Brussels';

/** The moment that a text means: a date (midnight in the town) or an ISO 8601 date-time. Undefined when it is neither. */
export function startOf(text: string): Date | undefined {
  try {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? Temporal.PlainDate.from(text).toZonedDateTime(ZONE).epochMilliseconds
      : Temporal.Instant.from(text).epochMilliseconds;
    return new Date(at);
  } catch {
    return undefined;
  }
}

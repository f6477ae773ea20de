import type { Lang } from '../../forms/lang.js';
import { locales } from '../../procedures/texts.js';

const ZONE = 'Europe/Brussels';

/** Dates as the town writes them; every function takes a Date, an ISO string or milliseconds. */
export function datesIn(lang: Lang): ReturnType<typeof datesFor> {
  const known = kept.get(lang) ?? datesFor(lang);
  kept.set(lang, known);
  return known;
}

/** To make one format takes longer than to write a hundred dates with it, and a list holds a hundred dates. */
const kept = new Map<Lang, ReturnType<typeof datesFor>>();

function datesFor(lang: Lang) {
  const locale = locales[lang];
  const numeric = new Intl.DateTimeFormat('fr-BE', {
    timeZone: ZONE,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const long = new Intl.DateTimeFormat(locale, { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return {
    /** 23/11/2026 */
    date: (value: DateLike): string => write(numeric, value),
    /** 23 novembre 2026 */
    longDate: (value: DateLike): string => write(long, value),
    /** 14:05 */
    time: (value: DateLike): string => write(time, value),
    /** 2026-11-23, for the `datetime` attribute */
    isoDate: (value: DateLike): string => (value ? new Date(value).toISOString() : ''),
  };
}

export type DateLike = Date | string | number | null | undefined;

function write(format: Intl.DateTimeFormat, value: DateLike): string {
  if (value === null || value === undefined || value === '') return '';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : format.format(date);
}

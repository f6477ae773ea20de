import { Temporal } from 'temporal-polyfill';

/** The ten legal holidays of Belgium (royal decree of 18 April 1974, article 1): fixed days as month and day. */
const fixed: readonly (readonly [month: number, day: number])[] = [
  [1, 1], // New Year
  [5, 1], // Labour Day
  [7, 21], // National Day
  [8, 15], // Assumption
  [11, 1], // All Saints
  [11, 11], // Armistice
  [12, 25], // Christmas
];

/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const afterEaster = [1, 39, 50];

const years = new Map<number, ReadonlySet<string>>();

/** The legal holidays of one year, as ISO dates. Those that fall on a Sunday are among them: offices are closed anyway. */
export function belgianHolidays(year: number): ReadonlySet<string> {
  let holidays = years.get(year);
  if (!holidays) {
    const easter = easterSunday(year);
    holidays = new Set([
      ...fixed.map(([month, day]) => Temporal.PlainDate.from({ year, month, day }).toString()),
      ...afterEaster.map((days) => easter.add({ days }).toString()),
    ]);
    if (years.size > 400) years.clear();
    years.set(year, holidays);
  }
  return holidays;
}

/** Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher). */
export function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const shifted = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * shifted + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

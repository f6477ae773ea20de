/** How near the end of a delay is: a word for the colour and a text with its parameters. */
export interface Due {
  readonly state: 'overdue' | 'today' | 'soon' | 'later';
  /** Key of `desk.due`. */
  readonly text: 'overdue' | 'today' | 'tomorrow' | 'in';
  readonly days: number;
  readonly at: Date;
}

const DAY = 86_400_000;

/** Counts calendar days of the town: what is due at 17:00 is due today all day, and late from 17:00 on. */
export function dueIn(dueAt: Date | null, now: Date): Due | undefined {
  if (!dueAt) return undefined;
  const days = dayNumber(dueAt) - dayNumber(now);
  if (dueAt < now) return { state: 'overdue', text: 'overdue', days: Math.abs(days), at: dueAt };
  if (days === 0) return { state: 'today', text: 'today', days, at: dueAt };
  return { state: days <= 2 ? 'soon' : 'later', text: days === 1 ? 'tomorrow' : 'in', days, at: dueAt };
}

const town = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' });

function dayNumber(at: Date): number {
  return Math.round(Date.parse(`${town.format(at)}T00:00:00Z`) / DAY);
}

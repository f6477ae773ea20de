/**
 * A clock that stands in the program of a test and can be moved:
 *
 *     const clock = testClock('2026-03-02T09:00:00Z');
 *     const beffroi = await startBeffroi({ clock });
 *     await beffroi.advance('P16D');          // moves the clock, then sweeps: due timers fire, reminders are sent
 *
 * It starts at the given instant (or now) and goes on from there with real time.
 */
import { Clock } from '../../src/clock.js';

export function testClock(start?: string): Clock {
  if (!start) return new Clock();
  const ahead = Date.parse(start) - Date.now();
  return new Clock(`${ahead < 0 ? '-' : ''}PT${Math.abs(ahead) / 1000}S`);
}

/** The day it is in the town, `2026-03-02`: near midnight another one than in UTC. */
export function dayInTown(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(at);
}

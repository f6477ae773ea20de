import { CronExpressionParser } from 'cron-parser';
import type { Instant } from '../model/variables.js';
import { durationOf, instantOf, later, zone } from './duration.js';

/** A timer that fires again and again. */
export interface Cycle {
  /** First firing. */
  readonly dueAt: Instant;
  /** ISO 8601 duration or cron expression between firings. */
  readonly every: string;
  /** Firings after the first; -1 = no end. */
  readonly cyclesLeft: number;
}

/** `R3/PT10S`, `R/2026-01-01T00:00:00Z/P1D`, or cron with six fields (`0 0 9 * * MON-FRI`). */
export function cycleOf(text: string, now: Instant): Cycle | undefined {
  const repeated = /^R(-1|\d*)\/(?:([^/P][^/]*)\/)?(P[^/]+)$/.exec(text.trim());
  if (!repeated) return cron(text.trim(), now);
  const [, times = '', begin, every = ''] = repeated;
  const duration = durationOf(every);
  const start = begin === undefined ? undefined : instantOf(begin);
  // A cycle that does not move forward would fire for ever at the same moment.
  if (!duration || later(now, duration) <= now || times === '0' || (begin !== undefined && start === undefined))
    return undefined;
  const cyclesLeft = times === '' || times === '-1' ? -1 : Number(times) - 1;
  return { dueAt: start ?? later(now, duration), every, cyclesLeft };
}

/** The firing after one that was due at `dueAt`: counted from when it was due, so that delays do not add up (corner 24). */
export function following(every: string, dueAt: Instant): Instant | undefined {
  const duration = durationOf(every);
  return duration ? later(dueAt, duration) : cron(every, dueAt)?.dueAt;
}

const MOST_MISSED = 100_000;

/**
 * The next firing after `now` of a cycle without end. What fell due while nobody was there has fired once, not once for
 * each missed tick (corner 24).
 */
export function followingAfter(every: string, dueAt: Instant, now: Instant): Instant | undefined {
  let next = following(every, dueAt);
  for (let missed = 0; next !== undefined && next <= now; missed++) {
    next = following(every, missed < MOST_MISSED ? next : now);
  }
  return next;
}

function cron(text: string, after: Instant): Cycle | undefined {
  if (!/^@\w+$|^(\S+\s+){4,6}\S+$/.test(text)) return undefined;
  try {
    const dueAt = CronExpressionParser.parse(text, { currentDate: after, tz: zone }).next().getTime();
    return { dueAt, every: text, cyclesLeft: -1 };
  } catch {
    return undefined;
  }
}

import { CronExpressionParser } from 'cron-parser';
import type { Instant } from '../model/variables.js';
import { durationOf, instantOf, later, multiplied, zone } from './duration.js';

/** A timer that fires again and again. */
export interface Cycle {
  /** First firing. */
  readonly dueAt: Instant;
  /** ISO 8601 duration or cron expression between firings. */
  readonly every: string;
  /** Firings after the first; -1 = no end. */
  readonly cyclesLeft: number;
}

/**
 * A repeating interval (ISO 8601-1, 5.6) or cron with six fields (`0 0 9 * * MON-FRI`). The interval is given by its length
 * (`R3/PT10S`), with where it begins (`R/2026-01-01T00:00:00Z/P1D`), by both its ends
 * (`R3/2026-01-01T00:00:00Z/2026-01-02T00:00:00Z`), or with where the last one ends (`R3/PT1H/2026-01-02T00:00:00Z`).
 */
export function cycleOf(text: string, now: Instant): Cycle | undefined {
  const repeated = /^R(-1|\d*)\/([^/]+)(?:\/([^/]+))?$/.exec(text.trim());
  if (!repeated) return cron(text.trim(), now);
  const [, count = '', first = '', second] = repeated;
  const times = count === '' || count === '-1' ? Infinity : Number(count);
  const every = [first, second].find((part) => part?.startsWith('P')) ?? between(first, second);
  const duration = every === undefined ? undefined : durationOf(every);
  // A cycle that does not move forward would fire for ever at the same moment.
  if (every === undefined || !duration || later(now, duration) <= now || times === 0) return undefined;
  if (second === undefined) return cycle(later(now, duration), every, times - 1);
  const given = instantOf(first === every ? second : first);
  if (given === undefined) return undefined;
  return first === every ? endingAt(given, every, times, now) : cycle(given, every, times - 1);
}

function cycle(dueAt: Instant, every: string, left: number): Cycle {
  return { dueAt, every, cyclesLeft: left === Infinity ? -1 : left };
}

/** The length of an interval that is given by its two ends. */
function between(first: string, second = ''): string | undefined {
  const [begin, end] = [instantOf(first), instantOf(second)];
  return begin === undefined || end === undefined || end <= begin ? undefined : `PT${(end - begin) / 1000}S`;
}

/** Fires where its intervals end, the last of them at `end`; those that are over have been missed, the last one never is. */
function endingAt(end: Instant, every: string, times: number, now: Instant): Cycle | undefined {
  const before = (intervals: number) => {
    const duration = multiplied(every, -intervals);
    return duration && later(end, duration);
  };
  const length = following(every, end)! - end;
  let left = Math.max(0, Math.min(times - 1, Math.ceil((end - now) / length)));
  let dueAt = before(left);
  // months differ in length: the estimate may be one or several too many
  while (left > 0 && dueAt !== undefined && dueAt <= now) dueAt = before((left -= 1));
  return dueAt === undefined ? undefined : { dueAt, every, cyclesLeft: left };
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

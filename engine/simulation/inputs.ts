import type { UserTaskChange } from '../model/user-task-change.js';
import type { Instant, Variables } from '../model/variables.js';
import { durationOf, instantOf, later } from '../time/duration.js';
import type { SimulateOptions, SimulatedChange } from './simulation.js';

export function given(variables: Variables | undefined): { variables?: Variables } {
  return variables ? { variables: plain(variables) } : {};
}

/** Variables as they would arrive over a wire: a host never shares its caller's objects. */
export function plain(variables: Variables): Variables {
  return JSON.parse(JSON.stringify(variables)) as Variables;
}

export function beginning(now: SimulateOptions['now'] = '2026-01-01T00:00:00Z'): Instant {
  const instant = typeof now === 'string' ? instantOf(now) : Number(now);
  if (instant === undefined || Number.isNaN(instant))
    throw new Error(`Expected a date and time, but found '${String(now)}'.`);
  return instant;
}

/** The moment so much later. */
export function after(now: Instant, text: string): Instant {
  const length = durationOf(text);
  if (!length) throw new Error(`Expected an ISO 8601 duration such as PT1H, but found '${text}'.`);
  try {
    return later(now, length);
  } catch {
    throw new Error(`Expected a duration that the clock can count, but found '${text}'.`);
  }
}

export function expiry(now: Instant, timeToLive: string | number): Instant {
  if (typeof timeToLive === 'number') return now + timeToLive;
  return after(now, timeToLive);
}

/** A change of a user task as the engine wants it. */
export function changeOf({ dueDate, followUpDate, ...others }: SimulatedChange): UserTaskChange {
  return {
    ...others,
    ...(dueDate !== undefined && { dueAt: moment(dueDate) }),
    ...(followUpDate !== undefined && { followUpAt: moment(followUpDate) }),
  };
}

function moment(text: string | null): Instant | null {
  return text === null ? null : beginning(text);
}

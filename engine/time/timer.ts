import type { TimerText } from '../model/instruction.js';
import type { Instant } from '../model/variables.js';
import { cycleOf, type Cycle } from './cycle.js';
import { durationOf, instantOf, later } from './duration.js';

/** When a timer fires, and whether it does again. */
export type Schedule = { readonly dueAt: Instant } & Partial<Pick<Cycle, 'every' | 'cyclesLeft'>>;

/** Reads a timer whose texts have been evaluated; nothing when they are no time. */
export function schedule(timer: TimerText, now: Instant): Schedule | undefined {
  if (timer.cycle !== undefined) return cycleOf(timer.cycle, now);
  if (timer.duration !== undefined) {
    const duration = durationOf(timer.duration);
    return duration && { dueAt: later(now, duration) };
  }
  const dueAt = instantOf(timer.date ?? '');
  return dueAt === undefined ? undefined : { dueAt };
}

/** What a person should have written. */
export function timerHint(timer: TimerText): string {
  if (timer.cycle !== undefined) return 'a cycle such as R3/PT10S or a cron expression';
  if (timer.duration !== undefined) return 'a duration such as P15D or PT1H';
  return 'a date and time such as 2026-01-31T12:00:00+01:00';
}

/** What is wrong with a timer written in the model, if it can be told without running it. */
export function timerProblem(timer: TimerText): string | undefined {
  const text = timer.cycle ?? timer.duration ?? timer.date ?? '';
  if (/^\s*=/.test(text) || schedule(timer, 0)) return undefined;
  return `Expected ${timerHint(timer)}, but found '${text}'`;
}

import { compileExpression, type Value } from '#engine';
import { closingDaysIn } from '../parameter.js';
import type { Procedure } from '../procedure.js';
import { startEvent } from '../process-outline.js';
import { CLOCK_MARK, type ClockMark, readClockMark } from './clock-mark.js';
import type { ClockEvent, ClockReading, LegalClock } from './legal-clock.js';

/** Days are counted where the town is, as the engine counts them for timers and due dates. */
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short' });
const dayOf = (at: number): string => today.format(at);

const CALENDAR = {
  due: compileExpression('string(date(from) + duration("P" + string(days) + "D"))'),
  between: compileExpression('(date(to) - date(from)).days'),
};
const WORKING = {
  due: compileExpression('string(add working days(date(from), days, closed))'),
  between: compileExpression('working days between(date(from), date(to), closed)'),
};

/** The elements that a clock listens to. */
export interface ClockElements {
  readonly starts: ReadonlySet<string>;
  readonly suspends: ReadonlySet<string>;
  readonly stops: ReadonlySet<string>;
}

/** When a case is looked at. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the case was over. */
  readonly endedAt?: number;
  /** Days on which the town is closed: no working days. */
  readonly closingDays?: readonly string[];
}

/** How the legal clocks of a case stand; those that have not begun are left out. */
export function readClocks(
  procedure: Procedure,
  events: readonly ClockEvent[],
  { now, endedAt, closingDays = closingDaysIn(procedure.parameters) }: Moment,
): ClockReading[] {
  return Object.entries(procedure.facts.clocks ?? {}).flatMap(([id, clock]) => {
    const run = follow(clockElements(procedure, id, clock), events, endedAt);
    if (!run) return [];
    const { reference = clock.law, url } = procedure.facts.laws?.find((one) => one.id === clock.law) ?? {};
    const { silence, kind } = clock;
    const of = { id, law: reference, ...(url !== undefined && { url }), silence, kind };
    return [{ ...of, ...measure(clock, run, now, closingDays) }];
  });
}

/** Those that the clock names, or that the models mark. */
export function clockElements(procedure: Procedure, id: string, clock: LegalClock): ClockElements {
  const starts = clock.starts === undefined ? marked(procedure, id, 'starts') : [clock.starts];
  const request = startEvent(procedure.outline)?.id;
  return {
    starts: new Set(starts.length > 0 || request === undefined ? starts : [request]),
    suspends: new Set(clock.suspendedBy ?? marked(procedure, id, 'suspends')),
    stops: new Set(clock.stoppedBy ?? marked(procedure, id, 'stops')),
  };
}

/** Marked for all clocks, or for this one by name. */
function marked(procedure: Procedure, clock: string, does: ClockMark['does']): string[] {
  const outlines = [procedure.outline, ...procedure.blocks.map(({ outline }) => outline)];
  return outlines
    .flatMap(({ elements }) => elements)
    .filter(({ properties }) => {
      const mark = readClockMark(properties[CLOCK_MARK] ?? '');
      return mark?.does === does && (mark.clocks.length === 0 || mark.clocks.includes(clock));
    })
    .map(({ id }) => id);
}

interface Run {
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** Times at which it stood still; the last one may have no end yet. */
  readonly pauses: readonly { readonly from: number; readonly to?: number }[];
  /** Elements that make it stand still at the end of the story; one that does so twice stands here twice. */
  readonly open: readonly string[];
}

function follow(elements: ClockElements, events: readonly ClockEvent[], endedAt: number | undefined): Run | undefined {
  let startedAt: number | undefined;
  let stoppedAt: number | undefined;
  const pauses: { from: number; to?: number }[] = [];
  const open: string[] = [];
  for (const { at, element, event } of events) {
    if (stoppedAt !== undefined) break;
    if (event === 'completed' && elements.starts.has(element)) startedAt ??= at;
    if (startedAt === undefined) continue;
    if (event === 'activated' && elements.stops.has(element)) stoppedAt = at;
    if (!elements.suspends.has(element)) continue;
    if (event === 'activated') {
      if (open.push(element) === 1) pauses.push({ from: at });
    } else if (open.includes(element)) {
      open.splice(open.indexOf(element), 1);
      if (open.length === 0) Object.assign(pauses.at(-1)!, { to: at });
    }
  }
  stoppedAt ??= endedAt;
  if (startedAt === undefined) return undefined;
  return { startedAt, pauses, open, ...(stoppedAt !== undefined && { stoppedAt }) };
}

function measure(
  { days, kind }: LegalClock,
  { startedAt, stoppedAt, pauses, open }: Run,
  now: number,
  closingDays: readonly string[],
) {
  const { due, between } = kind === 'working' ? WORKING : CALENDAR;
  const until = stoppedAt ?? now;
  const closed = [...closingDays];
  const count = (from: string, to: string): number => evaluated(between, { from, to, closed }) as number;
  const pause = pauses.reduce((sum, { from, to = until }) => sum + count(dayOf(from), dayOf(to)), 0);
  const startedOn = dayOf(startedAt);
  const dueOn = evaluated(due, { from: startedOn, days: days + pause, closed }) as string;
  const daysLeft = count(dayOf(until), dueOn);
  const last = pauses.at(-1);
  const isStill = last !== undefined && last.to === undefined;
  const running = daysLeft < 0 ? ('overdue' as const) : ('running' as const);
  const state = stoppedAt !== undefined ? ('stopped' as const) : isStill ? ('suspended' as const) : running;
  const suspendedBy = state === 'suspended' ? [...new Set(open)] : [];
  return { state, startedOn, dueOn, daysLeft, suspendedFor: pause, suspendedBy };
}

function evaluated(expression: ReturnType<typeof compileExpression>, values: { [name: string]: Value }): Value {
  const { value, failure } = expression.evaluate(values, 0);
  if (failure !== undefined) throw new Error(failure);
  return value;
}

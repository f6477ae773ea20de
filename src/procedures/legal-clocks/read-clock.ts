import { compileExpression, type Value } from '#engine';
import type { Procedure } from '../procedure.js';
import { startEvent } from '../process-outline.js';
import { CLOCK_MARK, type CLOCK_MARKS, type ClockEvent, type ClockReading, type LegalClock } from './legal-clock.js';

/** Days are counted where the town is, as the engine counts them for timers and due dates. */
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short' });
const dayOf = (at: number): string => today.format(at);

const CALENDAR = {
  due: compileExpression('string(date(from) + duration("P" + string(days) + "D"))'),
  between: compileExpression('(date(to) - date(from)).days'),
};
const WORKING = {
  due: compileExpression('string(add working days(date(from), days))'),
  between: compileExpression('working days between(date(from), date(to))'),
};

/** The elements that a clock listens to. */
export interface ClockElements {
  readonly starts: ReadonlySet<string>;
  readonly suspends: ReadonlySet<string>;
  readonly stops: ReadonlySet<string>;
}

/** How the legal clocks of a case stand; those that have not begun are left out. */
export function readClocks(
  procedure: Procedure,
  events: readonly ClockEvent[],
  { now, endedAt }: { readonly now: number; readonly endedAt?: number },
): ClockReading[] {
  return Object.entries(procedure.facts.clocks ?? {}).flatMap(([id, clock]) => {
    const run = follow(clockElements(procedure, id, clock), events, endedAt);
    if (!run) return [];
    const law = procedure.facts.laws?.find((one) => one.id === clock.law)?.reference ?? clock.law;
    return [{ id, law, silence: clock.silence, kind: clock.kind, ...measure(clock, run, now) }];
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
function marked(procedure: Procedure, clock: string, mark: (typeof CLOCK_MARKS)[number]): string[] {
  const outlines = [procedure.outline, ...procedure.blocks.map(({ outline }) => outline)];
  return outlines
    .flatMap(({ elements }) => elements)
    .filter(({ properties }) => properties[CLOCK_MARK] === mark || properties[`commune:${mark}Clock`] === clock)
    .map(({ id }) => id);
}

interface Run {
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** Times at which it stood still; the last one may have no end yet. */
  readonly pauses: readonly { readonly from: number; readonly to?: number }[];
}

function follow(elements: ClockElements, events: readonly ClockEvent[], endedAt: number | undefined): Run | undefined {
  let startedAt: number | undefined;
  let stoppedAt: number | undefined;
  const pauses: { from: number; to?: number }[] = [];
  let open = 0;
  for (const { at, element, event } of events) {
    if (stoppedAt !== undefined) break;
    if (event === 'completed' && elements.starts.has(element)) startedAt ??= at;
    if (startedAt === undefined) continue;
    if (event === 'activated' && elements.stops.has(element)) stoppedAt = at;
    if (!elements.suspends.has(element)) continue;
    open += event === 'activated' ? 1 : -1;
    if (event === 'activated' && open === 1) pauses.push({ from: at });
    if (open === 0) Object.assign(pauses.at(-1) ?? {}, { to: at });
  }
  stoppedAt ??= endedAt;
  return startedAt === undefined ? undefined : { startedAt, pauses, ...(stoppedAt !== undefined && { stoppedAt }) };
}

function measure({ days, kind }: LegalClock, { startedAt, stoppedAt, pauses }: Run, now: number) {
  const { due, between } = kind === 'working' ? WORKING : CALENDAR;
  const until = stoppedAt ?? now;
  const count = (from: string, to: string): number => evaluated(between, { from, to }) as number;
  const pause = pauses.reduce((sum, { from, to = until }) => sum + count(dayOf(from), dayOf(to)), 0);
  const startedOn = dayOf(startedAt);
  const dueOn = evaluated(due, { from: startedOn, days: days + pause }) as string;
  const daysLeft = count(dayOf(until), dueOn);
  const last = pauses.at(-1);
  const isStill = last !== undefined && last.to === undefined;
  const running = daysLeft < 0 ? ('overdue' as const) : ('running' as const);
  const state = stoppedAt !== undefined ? ('stopped' as const) : isStill ? ('suspended' as const) : running;
  return { state, startedOn, dueOn, daysLeft, suspendedFor: pause };
}

function evaluated(expression: ReturnType<typeof compileExpression>, values: { [name: string]: Value }): Value {
  const { value, failure } = expression.evaluate(values, 0);
  if (failure !== undefined) throw new Error(failure);
  return value;
}

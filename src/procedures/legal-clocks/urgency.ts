import type { ClockReading } from './legal-clock.js';

type Reading = Pick<ClockReading, 'state' | 'daysLeft'>;

/** From this many days before the last one a legal clock is marked. */
const SOON = 5;

/** More days than any law gives, or than anybody is late. */
const MOST_DAYS = 1_000_000;

const ORDER: readonly ClockReading['state'][] = ['overdue', 'running', 'suspended', 'stopped'];

/** The lower, the more urgent: those that are over, those that run, those that stand still, those that stopped; then by days left. */
export function urgency({ state, daysLeft }: Reading): number {
  return ORDER.indexOf(state) * MOST_DAYS + daysLeft;
}

/** The one that ends first. */
export function mostUrgent<T extends Reading>(clocks: readonly T[]): T | undefined {
  return [...clocks].sort((one, other) => urgency(one) - urgency(other))[0];
}

/** It ends within a few days. */
export function isSoon({ state, daysLeft }: Reading): boolean {
  return state === 'running' && daysLeft <= SOON;
}

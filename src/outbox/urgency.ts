const MIDDLE = 1_000_000;

/**
 * The priority of a job as the queue counts: from 1, and the lowest goes first. All jobs have one, because what has none
 * goes before everything else.
 */
export function urgency(priority = 0): number {
  const most = MIDDLE - 1;
  return MIDDLE - Math.max(-most, Math.min(most, Math.round(priority)));
}

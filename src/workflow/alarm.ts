const NEAR_MILLISECONDS = 24 * 3_600_000;

/** Whether a timer is near enough to set an alarm in the queue. Those of next month need not burden it. */
export function isNear(dueAt: Date, now: Date): boolean {
  return dueAt.getTime() - now.getTime() < NEAR_MILLISECONDS;
}

/** The latest due date that is near. */
export function horizon(now: Date): Date {
  return new Date(now.getTime() + NEAR_MILLISECONDS);
}

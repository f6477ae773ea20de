const FIRST_MILLISECONDS = 5_000;
const LONGEST_MILLISECONDS = 3_600_000;

/** How long to wait after so many tries that failed: 5 s, 10 s, 20 s, ... an hour at most. */
export function backoff(failedTries: number): number {
  return Math.min(FIRST_MILLISECONDS * 2 ** (failedTries - 1), LONGEST_MILLISECONDS);
}

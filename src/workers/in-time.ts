import { readDuration } from '../clock.js';

/** Longer than this nobody waits for a job: a program is to end within hours. */
const LONGEST_MILLISECONDS = 3_600_000;

/** A job took longer than it may. */
export class TooSlow extends Error {}

/** The header `timeout` of a job, in milliseconds; the program's own without it. */
export function patienceOf(headers: { readonly [name: string]: string }, usual: number): number {
  const { timeout } = headers;
  if (timeout === undefined) return usual;
  const milliseconds = readDuration(timeout);
  if (milliseconds === undefined || milliseconds <= 0 || milliseconds > LONGEST_MILLISECONDS)
    throw new Error(`The header "timeout" must be an ISO 8601 duration up to PT1H, but is "${timeout}".`);
  return milliseconds;
}

/**
 * What the work came to, or an error when it takes too long: it is then told to stop, and what it says later counts no
 * more.
 */
export async function inTime<T>(milliseconds: number, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      const error = new TooSlow(`Given up after ${milliseconds / 1_000} seconds.`);
      controller.abort(error);
      fail(error);
    }, milliseconds);
  });
  const working = work(controller.signal);
  working.catch(() => undefined); // it may fail long after we gave up
  return Promise.race([working, late]).finally(() => clearTimeout(timer));
}

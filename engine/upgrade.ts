import type { ProcessInstance } from './model/process-instance.js';

/** An instance as some release stored it. */
interface Stored {
  readonly format: number;
}

/**
 * One step per format, each from the shape before to the next; never changed once released. A permit runs for months:
 * what `test/compatibility` has recorded must always pass.
 */
const steps: readonly ((stored: Stored) => Stored)[] = [];

/** Brings an instance stored by an earlier release to today's shape; today's passes untouched. */
export function upgrade(stored: Stored): ProcessInstance {
  const today = steps.length + 1;
  if (stored.format > today) {
    throw new Error(
      `Expected an instance of format ${today} at most, but it has ${stored.format}: a newer release stored it.`,
    );
  }
  return steps.slice(stored.format - 1).reduce((instance, next) => next(instance), stored) as ProcessInstance;
}

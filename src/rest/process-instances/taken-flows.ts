import type { CompiledProcess } from '#engine';

/**
 * The sequence flows that tokens have taken, told from the elements that were left and reached: history does not keep the
 * flows themselves. Where several flows lead from one element to another, all of them count as taken.
 */
export function takenFlows(
  { flows }: CompiledProcess,
  left: ReadonlySet<string>,
  reached: ReadonlySet<string>,
): string[] {
  return [...flows.values()]
    .filter(({ source, target }) => left.has(source) && reached.has(target))
    .map(({ id }) => id)
    .sort();
}

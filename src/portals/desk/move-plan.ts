import type { MigrationPlan } from '#engine';

/** `ancien=nouveau`, one a line or separated by commas: elements that have another id in the new version. */
export function planIn(text: unknown): MigrationPlan {
  const lines = typeof text === 'string' ? text.split(/[\n,]/) : [];
  const pairs = lines.map((line) => line.split('=').map((id) => id.trim()));
  return Object.fromEntries(pairs.filter(([from, to]) => from && to) as [string, string][]);
}

/**
 * Where a version of a procedure stands.
 *
 * `draft`: kept here, seen by nobody outside. `test`: whoever has its link may try it. `scheduled`: published from a date
 * that has not come. `published`: offered. `replaced`: a later publication took its place. `withdrawn`: no longer offered.
 */
export const STATES = ['draft', 'test', 'scheduled', 'published', 'replaced', 'withdrawn'] as const;
export type State = (typeof STATES)[number];

/** What may be asked of a version. To publish from a date in the future is to schedule. */
export const DEEDS = ['draft', 'test', 'publish', 'withdraw'] as const;
export type Deed = (typeof DEEDS)[number];

/** THE TABLE of the life cycle: what may be asked in which state. */
const ALLOWED: Readonly<Record<State, readonly Deed[]>> = {
  draft: ['test', 'publish', 'withdraw'],
  test: ['draft', 'publish', 'withdraw'],
  scheduled: ['draft', 'test', 'publish', 'withdraw'],
  published: ['withdraw'],
  replaced: ['test', 'publish', 'withdraw'],
  withdrawn: ['draft', 'test', 'publish'],
};

export function allowedIn(state: State): readonly Deed[] {
  return ALLOWED[state];
}

/** While a version is not offered yet, its link opens it to those who try it. */
export function isOpenToTests(state: State): boolean {
  return state === 'test' || state === 'scheduled';
}

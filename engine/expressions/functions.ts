import { arithmetic } from './functions/arithmetic.js';
import { chance } from './functions/chance.js';
import { contexts } from './functions/contexts.js';
import { dates } from './functions/dates.js';
import { durations } from './functions/durations.js';
import { encodings } from './functions/encodings.js';
import { type LibraryFunction } from './functions/library-function.js';
import { lists } from './functions/lists.js';
import { numbers } from './functions/numbers.js';
import { ranges } from './functions/ranges.js';
import { strings } from './functions/strings.js';
import { workingDays } from './functions/working-days.js';

/** THE TABLE: every function that FEEL text may call beside feelin's own; where both have a name, this one is called. */
export const functions: { readonly [name: string]: LibraryFunction } = {
  ...arithmetic,
  ...chance,
  ...contexts,
  ...dates,
  ...durations,
  ...encodings,
  ...lists,
  ...numbers,
  ...ranges,
  ...strings,
  ...workingDays,
};

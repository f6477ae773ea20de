import { type FeelValue } from '../expression.js';
import { type Moment } from '../moment.js';

/** A function that expressions may call. What it cannot compute is null, with a warning. */
export interface LibraryFunction {
  /** Their FEEL names; the last may be `...name` for any number of arguments. Missing arguments are undefined. */
  readonly parameters: readonly string[];
  call(moment: Moment, ...args: FeelValue[]): FeelValue;
}

export type LibraryFunctions = { readonly [name: string]: LibraryFunction };

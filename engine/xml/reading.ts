import type { Diagnostic } from '../model/diagnostic.js';
import type { Place } from './start-tags.js';

/** What reading a file collects beside the model. */
export interface Reading {
  readonly places: ReadonlyMap<string, Place>;
  readonly diagnostics: Diagnostic[];
  /** How many elements had no id so far. */
  unnamed: number;
}

import { type Instant, type Value, type Variables } from '../model/variables.js';

/** A value inside FEEL: JSON, or one of feelin's dates, times, durations, ranges and functions (DMN 1.3, 10.3.2.2). */
export type FeelValue = unknown;

/** What an evaluation gave. It never throws: what cannot be computed is null, and `warnings` says why. */
export interface Evaluation<Result> {
  readonly value: Result;
  /** Sentences, in the order in which things went wrong: `Variable 'x' not found`. */
  readonly warnings: string[];
  /** Set when the expression gave up on purpose or broke down (`assert`): the sentence belongs into an incident. */
  readonly failure?: string;
}

/** A FEEL expression, parsed once. */
export interface Expression {
  /** The FEEL text, without the leading `=`. */
  readonly text: string;
  /** Names that the expression reads from its context. */
  readonly variables: readonly string[];
  /** Names that stand only inside a filter (`list[name = 1]`): properties of the items, or variables. */
  readonly filterNames: readonly string[];
  /**
   * Evaluates to plain JSON: dates, times and durations become ISO 8601 strings.
   * `now` is what `now()` and `today()` say (Europe/Brussels). `seed` makes `random number()` and `uuid()` differ between
   * two evaluations at the same instant: give what names the evaluation, such as the element instance.
   */
  evaluate(context: Variables, now: Instant, seed?: string): Evaluation<Value>;
  /** The same, but dates stay dates: for expressions whose result another expression reads (DMN). */
  evaluateToFeel(context: FeelContext, now: Instant, seed?: string): Evaluation<FeelValue>;
}

/** Variables that may hold FEEL values. */
export type FeelContext = { readonly [name: string]: FeelValue };

/** Text that begins with `=` is FEEL, anything else is a static value (the Camunda 8 rule). */
export function isExpression(text: string | undefined): text is string {
  return text !== undefined && /^\s*=/.test(text);
}

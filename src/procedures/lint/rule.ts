import type { DrawnProcess } from './drawn-process.js';
import type { Element } from './element.js';

/** Says what is wrong with an element: a code of docs/errors.md and a sentence. */
export type Warn = (code: string, message: string, element: Element) => void;

/** One rule of the commune for its models. */
export interface Rule {
  /** What the rule asks of a model, in one sentence. */
  readonly asks: string;
  check(drawn: DrawnProcess, warn: Warn): void;
}

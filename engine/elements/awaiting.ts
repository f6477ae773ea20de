import type { Instruction } from '../model/instruction.js';
import type { EventNode } from '../model/process-definition.js';
import { eventDefinitions } from './event-definitions/index.js';

/** What a machine is told when an awaited event occurs. No id of BPMN begins with `@`, and no other event of ours does. */
export function occurred(event: string): string {
  return `@${event}`;
}

/** Opens what an event waits for: one wait for each definition that does, of which one must occur, or all. */
export function awaitEvent(node: EventNode, repeats: boolean): Instruction[] {
  const several = node.definitions.length > 1;
  return node.definitions.flatMap((definition, part) => {
    const subscription = {
      event: occurred(node.id),
      repeats,
      ...(several && { part }),
      ...(several && node.all && { parts: node.definitions.length }),
    };
    return eventDefinitions[definition.type]?.await?.(definition, subscription) ?? [];
  });
}

import type { Instruction } from '../model/instruction.js';
import type { EventNode } from '../model/process-definition.js';
import { awaitEvent, occurred } from './awaiting.js';
import { eventDefinitions } from './event-definitions/index.js';
import type { Handlers, Transition } from './state.js';

/** What an activity does when an event attached to it occurs. */
export interface Reaction {
  readonly event: EventNode;
  readonly transition: Transition;
}

/**
 * Arms attached events: the waits to open when the activity begins, and the transitions that answer them.
 * Of several that catch the same error or escalation, one with the exact code goes before one for any code.
 */
export function react(reactions: readonly Reaction[]): { arm: Instruction[]; handlers: Handlers } {
  const arm: Instruction[] = [];
  const handlers: { [event: string]: Transition[] } = {};
  for (const { event, transition } of reactions) {
    const waits = awaitEvent(event, !event.interrupting);
    arm.push(...waits);
    if (waits.length > 0) handlers[occurred(event.id)] = [transition];
    for (const definition of event.definitions) {
      const heard = eventDefinitions[definition.type]?.hears?.(definition);
      if (heard) (handlers[heard.event] ??= []).push({ ...transition, ...(heard.guard && { guard: heard.guard }) });
    }
  }
  for (const event of Object.keys(handlers)) {
    handlers[event] = handlers[event]!.toSorted((a, b) => Number(!a.guard) - Number(!b.guard));
  }
  return { arm, handlers };
}

import type { EventNode } from '../../model/process-definition.js';
import { element } from '../element.js';
import { eventDefinitions } from '../event-definitions/index.js';
import { catching } from '../lifecycle.js';
import { eventRules, readEvent } from './event-node.js';

/** Waits for an event in the flow (BPMN 2.0.2, 10.5.4). */
export const intermediateCatchEvent = element<EventNode>({
  read: readEvent,
  validate: (node) => [
    ...(node.definitions.length === 0 ? [{ code: 'event-without-definition' }] : []),
    ...(eventRules(() => 'catch').validate?.(node) ?? []),
  ],
  expressions: eventRules(() => 'catch').expressions!,
  compile: (node) => catching(node, awaitAll(node)),
});

/** The waits that an event opens, one for each of its definitions. */
export function awaitAll(node: EventNode) {
  return node.definitions.flatMap((definition) => {
    const wait = eventDefinitions[definition.type]?.await?.(definition, { event: node.id, repeats: false });
    return wait ? [wait] : [];
  });
}

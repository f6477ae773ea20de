import type { EventNode } from '../../model/process-definition.js';
import { awaitEvent } from '../awaiting.js';
import { element } from '../element.js';
import { catching } from '../lifecycle.js';
import { eventRules, readEvent } from './event-node.js';
import { linkProblems, resolveLinks } from './links.js';

/** Waits for an event in the flow (BPMN 2.0.2, 10.5.4). */
export const intermediateCatchEvent = element<EventNode>({
  read: readEvent,
  resolve: resolveLinks,
  validate: (node) => [
    ...(node.definitions.length === 0 ? [{ code: 'event-without-definition' }] : []),
    ...linkProblems(node),
    ...(eventRules(() => 'catch').validate?.(node) ?? []),
  ],
  expressions: eventRules(() => 'catch').expressions!,
  compile: (node) => catching(node, awaitEvent(node, false)),
});

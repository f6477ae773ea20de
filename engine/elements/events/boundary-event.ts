import type { EventNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { passing } from '../lifecycle.js';
import { child, text } from '../xml.js';
import { eventRules, readEvent } from './event-node.js';

/** An event on the border of an activity: it has a token once it has occurred (see `../boundary.ts` for how it does). */
export const boundaryEvent = element<EventNode>({
  read: (xml): Own<EventNode> => {
    const attachedTo = text(child(xml, 'attachedToRef'), 'id');
    return { ...readEvent(xml), ...(attachedTo !== undefined && { attachedTo }) };
  },
  validate: (node) => [
    ...(node.attachedTo === undefined ? [{ code: 'boundary-event-unattached' }] : []),
    ...(node.definitions.length === 0 ? [{ code: 'event-without-definition' }] : []),
    ...(node.incoming.length > 0 ? [{ code: 'boundary-event-with-incoming' }] : []),
    ...(eventRules(() => 'boundary').validate?.(node) ?? []),
  ],
  expressions: eventRules(() => 'boundary').expressions!,
  compile: (node) => passing(node, [{ type: 'store-results' }]),
});

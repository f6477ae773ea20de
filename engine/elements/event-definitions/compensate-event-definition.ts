import type { EventDefinition } from '../../model/process-definition.js';
import { child, text } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface CompensateEventDefinition extends EventDefinition {
  /** Throwing: only this activity is undone. */
  readonly activity?: string;
  /** Throwing: goes on only when everything is undone (`waitForCompletion`, true unless said otherwise). */
  readonly waits: boolean;
}

/** Undoes completed activities, the last first (BPMN 2.0.2, 10.7 and 13.5.5). */
export const compensateEventDefinition = eventDefinition<CompensateEventDefinition>({
  positions: ['sub-process', 'boundary', 'throw', 'end'],
  read: (xml) => {
    const activity = text(child(xml, 'activityRef'), 'id');
    return { waits: xml.waitForCompletion !== false, ...(activity !== undefined && { activity }) };
  },
  validate: (_definition, node, position) =>
    position === 'boundary' && node.handler === undefined ? [{ code: 'compensation-without-handler' }] : [],
  throws: ({ activity, waits }) => [
    { type: 'compensate', params: { of: 'scope', waits, ...(activity !== undefined && { activity }) } },
  ],
  until: { event: 'compensated', meanwhile: { handled: [{ actions: [{ type: 'compensate-next' }] }] } },
});

import type { EventDefinition } from '../../model/process-definition.js';
import { child, text } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface EscalationEventDefinition extends EventDefinition {
  /** Absent when catching: any escalation. */
  readonly code?: string;
}

/** Tells the activities around that something needs attention; they may go on (BPMN 2.0.2, 10.5.5). */
export const escalationEventDefinition = eventDefinition<EscalationEventDefinition>({
  positions: ['sub-process', 'boundary', 'throw', 'end'],
  read: (xml) => {
    const code = text(child(xml, 'escalationRef'), 'escalationCode');
    return code === undefined ? {} : { code };
  },
  validate: ({ code }, _node, position) => {
    if (position === 'throw' || position === 'end')
      return code === undefined ? [{ code: 'escalation-without-code' }] : [];
    return code?.startsWith('=') ? [{ code: 'caught-code-not-static', detail: { caught: code } }] : [];
  },
  expressions: ({ code }) => [code],
  hears: ({ code }) => ({
    event: 'escalation',
    ...(code !== undefined && { guard: { type: 'code-is', params: { code } } }),
  }),
  throws: ({ code = '' }) => [{ type: 'throw-escalation', params: { code } }],
});

import type { EventDefinition } from '../../model/process-definition.js';
import { child, text } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface ErrorEventDefinition extends EventDefinition {
  /** Absent when catching: any error. */
  readonly code?: string;
}

/** A business error, caught by the nearest activity around it (BPMN 2.0.2, 10.5.5). */
export const errorEventDefinition = eventDefinition<ErrorEventDefinition>({
  positions: ['sub-process', 'boundary', 'end'],
  read: (xml) => {
    const error = child(xml, 'errorRef');
    const code = text(error, 'errorCode');
    return code === undefined ? {} : { code };
  },
  validate: ({ code }, node, position) => {
    if (position === 'end') return code === undefined ? [{ code: 'error-without-code' }] : [];
    if (!node.interrupting) return [{ code: 'error-not-interrupting' }];
    return code?.startsWith('=') ? [{ code: 'caught-code-not-static', detail: { caught: code } }] : [];
  },
  expressions: ({ code }) => [code],
  hears: ({ code }) => ({
    event: 'error',
    ...(code !== undefined && { guard: { type: 'code-is', params: { code } } }),
  }),
  throws: ({ code = '' }) => [{ type: 'throw-error', params: { code } }],
});

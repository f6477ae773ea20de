import type { EventDefinition } from '../../model/process-definition.js';
import { child, text } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface SignalEventDefinition extends EventDefinition {
  readonly signal?: string;
}

/** A signal reaches everybody who waits for its name (BPMN 2.0.2, 10.5.5). */
export const signalEventDefinition = eventDefinition<SignalEventDefinition>({
  positions: ['start', 'sub-process', 'catch', 'boundary', 'throw', 'end'],
  read: (xml) => {
    const signal = text(child(xml, 'signalRef'), 'name');
    return signal === undefined ? {} : { signal };
  },
  validate: ({ signal }) => (signal === undefined ? [{ code: 'signal-without-name' }] : []),
  expressions: ({ signal }) => [signal],
  await: ({ signal = '' }, subscription) => ({ type: 'wait-for-signal', params: { ...subscription, signal } }),
  throws: ({ signal = '' }) => [{ type: 'throw-signal', params: { signal } }],
});

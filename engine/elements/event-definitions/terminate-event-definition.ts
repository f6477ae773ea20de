import { eventDefinition } from './event-definition.js';

/** Ends everything in its scope at once (BPMN 2.0.2, 10.5.5). */
export const terminateEventDefinition = eventDefinition({
  positions: ['end'],
  throws: () => [{ type: 'terminate-scope' }],
});

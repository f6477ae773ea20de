import { eventDefinition } from './event-definition.js';

/** Cancels the transaction around it; on the border of a transaction: what comes after that (BPMN 2.0.2, 10.5.5). */
export const cancelEventDefinition = eventDefinition({
  positions: ['boundary', 'end'],
  throws: () => [{ type: 'throw-cancel' }],
});

import type { EventDefinition } from '../../model/process-definition.js';
import { body } from '../xml.js';
import { eventDefinition } from './event-definition.js';

interface ConditionalEventDefinition extends EventDefinition {
  readonly condition?: string;
}

/** Occurs when a condition over variables becomes true (BPMN 2.0.2, 10.5.5). */
export const conditionalEventDefinition = eventDefinition<ConditionalEventDefinition>({
  positions: ['start', 'sub-process', 'catch', 'boundary'],
  read: (xml) => {
    const condition = body(xml, 'condition');
    return condition === undefined ? {} : { condition };
  },
  validate: ({ condition }) => {
    if (condition === undefined) return [{ code: 'conditional-without-condition' }];
    return condition.startsWith('=') ? [] : [{ code: 'condition-not-feel', detail: { found: condition } }];
  },
  expressions: ({ condition }) => [condition],
  await: ({ condition = '=false' }, subscription) => ({
    type: 'wait-for-condition',
    params: { ...subscription, condition },
  }),
});

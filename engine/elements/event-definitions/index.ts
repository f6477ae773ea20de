import { cancelEventDefinition } from './cancel-event-definition.js';
import { compensateEventDefinition } from './compensate-event-definition.js';
import { conditionalEventDefinition } from './conditional-event-definition.js';
import { errorEventDefinition } from './error-event-definition.js';
import { escalationEventDefinition } from './escalation-event-definition.js';
import type { EventDefinitionType } from './event-definition.js';
import { linkEventDefinition } from './link-event-definition.js';
import { messageEventDefinition } from './message-event-definition.js';
import { signalEventDefinition } from './signal-event-definition.js';
import { terminateEventDefinition } from './terminate-event-definition.js';
import { timerEventDefinition } from './timer-event-definition.js';

/** THE TABLE of triggers and results of events. */
export const eventDefinitions: { readonly [type: string]: EventDefinitionType } = {
  'bpmn:CancelEventDefinition': cancelEventDefinition,
  'bpmn:CompensateEventDefinition': compensateEventDefinition,
  'bpmn:ConditionalEventDefinition': conditionalEventDefinition,
  'bpmn:ErrorEventDefinition': errorEventDefinition,
  'bpmn:EscalationEventDefinition': escalationEventDefinition,
  'bpmn:LinkEventDefinition': linkEventDefinition,
  'bpmn:MessageEventDefinition': messageEventDefinition,
  'bpmn:SignalEventDefinition': signalEventDefinition,
  'bpmn:TerminateEventDefinition': terminateEventDefinition,
  'bpmn:TimerEventDefinition': timerEventDefinition,
};

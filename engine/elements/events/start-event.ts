import type { EventNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { passing } from '../lifecycle.js';
import { readForm, type FormReference } from '../activities/form.js';
import { eventRules, readEvent } from './event-node.js';

export interface StartEvent extends EventNode {
  /** It starts an event sub-process. */
  readonly inEventSubProcess: boolean;
  readonly form?: FormReference;
}

/** Where the tokens of a scope come from (BPMN 2.0.2, 10.5.2). By the time it has a token, it has occurred. */
export const startEvent = element<StartEvent>({
  read: (xml): Own<StartEvent> => ({
    ...readEvent(xml),
    ...readForm(xml),
    inEventSubProcess: xml.$parent?.triggeredByEvent === true,
  }),
  ...eventRules((node) => ((node as StartEvent).inEventSubProcess ? 'sub-process' : 'start')),
  compile: (node) => passing(node, [{ type: 'store-results' }]),
});

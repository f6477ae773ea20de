import type { EventNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import type { Xml } from '../xml.js';
import { awaitEvent } from '../awaiting.js';
import { catching, passing } from '../lifecycle.js';
import { readForm, type FormReference } from '../activities/form.js';
import { eventRules, readEvent } from './event-node.js';

export interface StartEvent extends EventNode {
  /** What it starts. */
  readonly starts: 'process' | 'sub-process' | 'event-sub-process';
  readonly form?: FormReference;
}

const rules = eventRules((node) => ((node as StartEvent).starts === 'event-sub-process' ? 'sub-process' : 'start'));

/** Where the tokens of a scope come from (BPMN 2.0.2, 10.5.2). By the time it has a token, it has occurred. */
export const startEvent = element<StartEvent>({
  read: (xml): Own<StartEvent> => ({
    ...readEvent(xml),
    ...readForm(xml),
    starts: started(xml.$parent),
  }),
  validate: (node) => [
    ...(node.starts === 'sub-process' && node.definitions.length > 0 ? [{ code: 'start-event-trigger' }] : []),
    ...(node.starts === 'event-sub-process' && node.definitions.length === 0
      ? [{ code: 'event-sub-process-start' }]
      : []),
    ...(rules.validate?.(node) ?? []),
  ],
  expressions: rules.expressions!,
  compile: (node) =>
    node.starts === 'process' && node.all && node.definitions.length > 1
      ? catching(node, awaitEvent(node, false))
      : passing(node, [{ type: 'store-results' }]),
});

function started(scope: Xml | undefined): StartEvent['starts'] {
  if (scope?.triggeredByEvent === true) return 'event-sub-process';
  return scope?.$type === 'bpmn:Process' ? 'process' : 'sub-process';
}

import type { EventNode } from '../../model/process-definition.js';
import { readJob, waitForJob, type Job } from '../activities/job.js';
import { element, type Own } from '../element.js';
import type { Position } from '../event-definitions/event-definition.js';
import { eventDefinitions } from '../event-definitions/index.js';
import { activity, passing } from '../lifecycle.js';
import { eventRules, readEvent } from './event-node.js';

/** A throw or end event; a message is sent by a worker. */
interface ThrowingEvent extends EventNode {
  readonly job?: Job;
}

/** An event that makes something happen, then goes on (BPMN 2.0.2, 10.5.3 and 10.5.4). */
export function throwing(position: Position) {
  const rules = eventRules(() => position);
  return element<ThrowingEvent>({
    read: (xml): Own<ThrowingEvent> => ({ ...readEvent(xml), ...readJob(xml) }),
    validate: (node) => [
      ...(sends(node) && !node.job ? [{ code: 'job-without-type' }] : []),
      ...(rules.validate?.(node) ?? []),
    ],
    expressions: (node) => [...(rules.expressions?.(node) ?? []), node.job?.jobType, node.job?.retries],
    compile: (node) => {
      if (sends(node)) return activity(node, waitForJob(node.job));
      const results = node.definitions.flatMap(
        (definition) => eventDefinitions[definition.type]?.throws?.(definition, node) ?? [],
      );
      return node.inputs.length > 0 ? activity(node, { begin: results }) : passing(node, results);
    },
  });
}

function sends(node: EventNode): boolean {
  return node.definitions.some(({ type }) => type === 'bpmn:MessageEventDefinition');
}

import type { EventDefinition, EventNode } from '../../model/process-definition.js';
import { readSendingJob, waitForJob, type Job } from '../activities/job.js';
import { element, type Own } from '../element.js';
import type { Position } from '../event-definitions/event-definition.js';
import { eventDefinitions } from '../event-definitions/index.js';
import { activity, passing } from '../lifecycle.js';
import type { Message } from '../message.js';
import { phase } from '../phases.js';
import type { State } from '../state.js';
import { eventRules, readEvent } from './event-node.js';
import { linkProblems, resolveLinks, type Linked } from './links.js';

/** A throw or end event; a message is sent by a worker. */
interface ThrowingEvent extends Linked {
  readonly job?: Job;
}

/** An event that makes something happen, then goes on (BPMN 2.0.2, 10.5.3 and 10.5.4). */
export function throwing(position: Position) {
  const rules = eventRules(() => position);
  return element<ThrowingEvent>({
    read: (xml): Own<ThrowingEvent> => {
      const event = readEvent(xml);
      return { ...event, ...readSendingJob(xml, messageIn(event.definitions)) };
    },
    resolve: resolveLinks,
    validate: (node) => [
      ...linkProblems(node),
      ...(sends(node) && !node.job ? [{ code: 'job-without-type' }] : []),
      ...(rules.validate?.(node) ?? []),
    ],
    expressions: (node) => [
      ...(rules.expressions?.(node) ?? []),
      node.job?.jobType,
      node.job?.retries,
      node.job?.priority,
      node.job?.correlationKey,
    ],
    compile: (node) => {
      if (node.linkTarget !== undefined) return jump(node.linkTarget);
      const results = node.definitions.flatMap(
        (definition) => eventDefinitions[definition.type]?.throws?.(definition, node) ?? [],
      );
      if (sends(node)) {
        const { begin, until } = waitForJob(node.job);
        return activity(node, { begin: [...results, ...begin], until: until! });
      }
      const until = node.definitions.map(({ type }) => eventDefinitions[type]?.until).find((one) => one);
      if (until) {
        return activity(node, { begin: results, until: { [until.event]: [] }, meanwhile: until.meanwhile });
      }
      return node.inputs.length > 0 ? activity(node, { begin: results }) : passing(node, results);
    },
  });
}

/** A link: the token goes on at its counterpart, without a flow. */
function jump(target: string): State {
  const there = [
    { target: '#:gone', actions: [{ type: 'complete' }, { type: 'occur', params: { node: target } }] },
  ] as const;
  return { entry: [{ type: 'activate' }], initial: 'active', states: { active: phase('active', [], there) } };
}

function messageIn(definitions: readonly EventDefinition[]): Message | undefined {
  return definitions.map((definition) => (definition as { message?: Message }).message).find((message) => message);
}

function sends(node: EventNode): boolean {
  return node.definitions.some(({ type }) => type === 'bpmn:MessageEventDefinition');
}

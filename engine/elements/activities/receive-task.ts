import type { FlowNode } from '../../model/process-definition.js';
import { occurred } from '../awaiting.js';
import { element, type Own } from '../element.js';
import { messageEventDefinition } from '../event-definitions/message-event-definition.js';
import { activity, ending } from '../lifecycle.js';
import { phase } from '../phases.js';
import { messageOf, messageProblems, type Message } from '../message.js';

interface ReceiveTask extends FlowNode {
  readonly message?: Message;
  /** The message starts the process (BPMN 2.0.2, 10.3.3). */
  readonly instantiate: boolean;
}

/** Waits for a message (BPMN 2.0.2, 10.3.3). */
export const receiveTask = element<ReceiveTask>({
  read: (xml): Own<ReceiveTask> => ({ ...messageOf(xml), instantiate: xml.instantiate === true }),
  validate: ({ message, instantiate }) => messageProblems(message, !instantiate),
  expressions: ({ message }) => [message?.name, message?.correlationKey],
  compile: (node) => {
    const definition = { type: 'bpmn:MessageEventDefinition', message: node.message };
    return activity(node, {
      begin: [messageEventDefinition.await!(definition, { event: occurred(node.id), repeats: false })],
      until: { [occurred(node.id)]: [{ type: 'store-results' }] },
      // Behind an event-based gateway the message has come already.
      phases: { occurred: phase('occurred', [{ type: 'store-results' }], ending(node).after([])) },
    });
  },
});

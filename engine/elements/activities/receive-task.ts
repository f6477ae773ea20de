import type { FlowNode } from '../../model/process-definition.js';
import { occurred } from '../awaiting.js';
import { element } from '../element.js';
import { messageEventDefinition } from '../event-definitions/message-event-definition.js';
import { activity, ending } from '../lifecycle.js';
import { phase } from '../phases.js';
import { messageOf, messageProblems, type Message } from '../message.js';

interface ReceiveTask extends FlowNode {
  readonly message?: Message;
}

/** Waits for a message (BPMN 2.0.2, 10.3.3). */
export const receiveTask = element<ReceiveTask>({
  read: messageOf,
  validate: ({ message }) => messageProblems(message, true),
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

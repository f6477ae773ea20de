import type { Instruction, Subscription } from '../../model/instruction.js';
import type { EventDefinition } from '../../model/process-definition.js';
import { messageOf, messageProblems, type Message } from '../message.js';
import { eventDefinition } from './event-definition.js';

interface MessageEventDefinition extends EventDefinition {
  readonly message?: Message;
}

/** A message with a name, and a key that says for whom it is (BPMN 2.0.2, 10.5.5). Thrown messages are jobs (see `events/`). */
export const messageEventDefinition = eventDefinition<MessageEventDefinition>({
  positions: ['start', 'sub-process', 'catch', 'boundary', 'throw', 'end'],
  read: messageOf,
  validate: ({ message }, _node, position) =>
    position === 'throw' || position === 'end' ? [] : messageProblems(message, position !== 'start'),
  expressions: ({ message }) => [message?.name, message?.correlationKey],
  await: ({ message }, subscription) => waitForMessage(message, subscription),
});

function waitForMessage(message: Message | undefined, subscription: Subscription): Instruction {
  return {
    type: 'wait-for-message',
    params: {
      ...subscription,
      message: message?.name ?? '',
      ...(message?.correlationKey !== undefined && { correlationKey: message.correlationKey }),
    },
  };
}

import type { Problem } from './element.js';
import { child, extension, text, type Xml } from './xml.js';

/** A `bpmn:message`; texts are FEEL when they start with `=`. */
export interface Message {
  readonly name: string;
  readonly correlationKey?: string;
}

/** The message that an event or receive task refers to. */
export function messageOf(xml: Xml): { message?: Message } {
  const reference = child(xml, 'messageRef');
  const name = text(reference, 'name');
  if (name === undefined) return {};
  const correlationKey = text(extension(reference, 'zeebe:Subscription'), 'correlationKey');
  return { message: { name, ...(correlationKey !== undefined && { correlationKey }) } };
}

/** A message that is waited for has a name and, unless it starts a process, says whose it is. */
export function messageProblems(message: Message | undefined, keyed: boolean): Problem[] {
  if (!message) return [{ code: 'message-without-name' }];
  return keyed && message.correlationKey === undefined
    ? [{ code: 'message-without-correlation-key', detail: { message: message.name } }]
    : [];
}

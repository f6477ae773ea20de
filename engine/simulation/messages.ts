import type { SubscribeToMessage } from '../model/effect.js';
import type { Instant, Variables } from '../model/variables.js';
import type { Open } from './run.js';

/** A message on its way: kept until it expires, correlated once per process (corners 19 and 20). */
export interface BufferedMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
  readonly expiresAt: Instant;
  readonly messageId?: string;
  /** Ids of the processes that have had it. */
  readonly given: Set<string>;
}

/** The messages that are still valid, oldest first. */
export class Messages {
  private buffered: BufferedMessage[] = [];

  /** False when the same message is there already. */
  add(message: BufferedMessage, now: Instant): boolean {
    this.buffered = this.buffered.filter(({ expiresAt }) => expiresAt > now);
    const { messageId } = message;
    if (messageId !== undefined && this.buffered.some((other) => isSame(other, message))) return false;
    this.buffered.push(message);
    return true;
  }

  /** The oldest message that a new subscription may have. */
  for(subscription: Open<SubscribeToMessage>, now: Instant): BufferedMessage | undefined {
    const { message: name, correlationKey } = subscription.effect;
    return this.find(name, correlationKey, subscription.run.process.definition.id, now);
  }

  find(name: string, correlationKey: string, processId: string, now: Instant): BufferedMessage | undefined {
    return this.buffered.find(
      (message) =>
        message.name === name &&
        message.correlationKey === correlationKey &&
        message.expiresAt > now &&
        !message.given.has(processId),
    );
  }
}

function isSame(one: BufferedMessage, other: BufferedMessage): boolean {
  return one.messageId === other.messageId && one.name === other.name && one.correlationKey === other.correlationKey;
}

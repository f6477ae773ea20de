import type { EffectHandler } from './effect-handler.js';

/**
 * A row, and a look into the buffer after the commit: a message published meanwhile does not see this row yet, and we
 * do not see that message (see `messages.service.ts`).
 */
export const subscribeToMessage: EffectHandler<'subscribe-to-message'> = async ({ tx, keys, changes }, effect) => {
  changes.messageSubscriptions.push({ ...effect, id: await keys.next(tx) });
  changes.tell('message.awaited', { message: effect.message, correlationKey: effect.correlationKey });
};

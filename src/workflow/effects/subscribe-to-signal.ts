import type { EffectHandler } from './effect-handler.js';

/** A row that a broadcast finds. */
export const subscribeToSignal: EffectHandler<'subscribe-to-signal'> = async ({ tx, keys, changes }, effect) => {
  changes.signalSubscriptions.push({ ...effect, id: await keys.next(tx) });
};

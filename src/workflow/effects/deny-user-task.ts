import type { EffectHandler } from './effect-handler.js';

/** A listener has refused; the task is as it was, and history says why. */
export const denyUserTask: EffectHandler<'deny-user-task'> = ({ changes }, { element, event, reason, by }) => {
  changes.history.push({ kind: 'task.denied', data: { element, event, reason, by } });
};

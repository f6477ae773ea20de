import type { EffectHandler } from './effect-handler.js';

/** A listener has refused; the task is as it was, and history says why. */
export const denyUserTask: EffectHandler<'deny-user-task'> = ({ changes }, effect) => {
  const { wait, element, event, reason, by } = effect;
  changes.history.push({ kind: 'task.denied', data: { wait, element, event, reason, by } });
};

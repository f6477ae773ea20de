import { stoodInFor } from '../user-tasks/stood-in-for.js';
import type { EffectHandler } from './effect-handler.js';

/** The listeners have agreed: the row closes with the turn, for the person who completed it. */
export const completeUserTask: EffectHandler<'complete-user-task'> = async ({ tx, instance, changes }, effect) => {
  const { wait, element, by } = effect;
  changes.completedTask = { wait, by: by ?? null };
  changes.history.push({
    kind: 'task.completed',
    data: { element, by, ...(await stoodInFor(tx, instance.id, wait, by)) },
  });
};

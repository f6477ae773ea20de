import type { EffectHandler } from './effect-handler.js';

/** The listeners have agreed: the row closes with the turn, for the person who completed it. */
export const completeUserTask: EffectHandler<'complete-user-task'> = ({ changes }, { wait, element, by }) => {
  changes.completedTask = { wait, by: by ?? null };
  changes.history.push({ kind: 'task.completed', data: { element, by } });
};

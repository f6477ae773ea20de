import type { EffectHandler } from './effect-handler.js';

/** A row in the inbox of its candidates. */
export const createUserTask: EffectHandler<'create-user-task'> = async ({ tx, keys, changes }, effect) => {
  const { dueAt, followUpAt } = effect;
  changes.userTasks.push({
    ...effect,
    id: await keys.next(tx),
    dueAt: dueAt === undefined ? undefined : new Date(dueAt),
    followUpAt: followUpAt === undefined ? undefined : new Date(followUpAt),
  });
};

import type { EffectHandler } from './effect-handler.js';

/** Properties by which a model wants something to be done about a task: see `src/agent-tasks`. */
const ASKING = ['commune:assign', 'commune:remind', 'commune:escalate'];

/** A row in the inbox of its candidates. */
export const createUserTask: EffectHandler<'create-user-task'> = async ({ tx, keys, changes, process }, effect) => {
  const { dueAt, followUpAt, element } = effect;
  const id = await keys.next(tx);
  changes.userTasks.push({
    ...effect,
    id,
    dueAt: dueAt === undefined ? undefined : new Date(dueAt),
    followUpAt: followUpAt === undefined ? undefined : new Date(followUpAt),
  });
  const { properties = {} } = process.nodes.get(element) ?? {};
  if (ASKING.some((name) => name in properties)) changes.tell('task.created', { taskKey: id });
};

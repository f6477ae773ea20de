import type { EffectHandler } from './effect-handler.js';

/** A row, and a delivery to whoever works on jobs. */
export const createJob: EffectHandler<'create-job'> = async ({ tx, keys, changes }, effect) => {
  const id = await keys.next(tx);
  changes.jobs.push({ ...effect, id, type: effect.jobType, priority: effect.priority ?? 0 });
  const { priority } = effect;
  changes.tell('job.created', { jobKey: id, ...(priority && { priority }) });
};

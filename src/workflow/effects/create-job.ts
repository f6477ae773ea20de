import type { EffectHandler } from './effect-handler.js';

/** A row, and a delivery to whoever works on jobs. */
export const createJob: EffectHandler<'create-job'> = async ({ tx, keys, changes }, effect) => {
  const id = await keys.next(tx);
  const { priority, directs } = effect;
  changes.jobs.push({
    ...effect,
    id,
    type: effect.jobType,
    priority: priority ?? 0,
    ...(directs && { listener: 'ad-hoc' as const }),
  });
  changes.tell('job.created', { jobKey: id, ...(priority && { priority }) });
};

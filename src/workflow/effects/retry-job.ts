import type { EffectHandler } from './effect-handler.js';

/** The incident was resolved: the job is offered again. */
export const retryJob: EffectHandler<'retry-job'> = async ({ tx, instance, changes, now }, { wait, retries }) => {
  const [jobs] = await tx.query<[{ id: string; priority: number }[], number]>(
    `UPDATE job SET retries = $3, due_at = $4 WHERE process_instance_id = $1 AND wait = $2 RETURNING id, priority`,
    [instance.id, wait, retries, now],
  );
  for (const { id, priority } of jobs) changes.tell('job.created', { jobKey: id, priority });
};

import type { UserTaskChange, Variables } from '#engine';
import type { JobToWork } from '../workflow/jobs.service.js';

/** One execution of a service task. */
export type Job = JobToWork;

/**
 * What a job came to: variables for the process, or a BPMN error for which the model has a way out. A job that is a task
 * listener may also correct its task, or deny what a person asked of it: the reason is told to that person.
 */
export type Result =
  | {
      readonly variables?: Variables;
      readonly corrections?: UserTaskChange;
      readonly error?: undefined;
      readonly deny?: undefined;
    }
  | { readonly deny: string; readonly error?: undefined }
  /** Somebody answers the job later: what it waits for is written down. */
  | { readonly waiting: true; readonly error?: undefined }
  | { readonly error: { readonly code: string; readonly message?: string; readonly variables?: Variables } };

/**
 * Code that does one type of job. To throw is to fail: it is tried again later. It may be called twice with the same job (a
 * program dies after the effect and before its answer), so effects are idempotent by `job.key`.
 */
export interface Worker {
  /** `stop` is aborted when the job takes too long: what it comes to then counts no more. */
  work(job: Job, stop?: AbortSignal): Promise<Result>;
}

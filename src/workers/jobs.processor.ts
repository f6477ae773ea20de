import { Processor, WorkerHost } from '@nestjs/bullmq';
import { ModuleRef } from '@nestjs/core';
import type { Job as Delivery } from 'bullmq';
import { Config } from '../config.js';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { JobsService } from '../workflow/jobs.service.js';
import { answerOfTest } from './answer-of-test.js';
import { inTime, patienceOf } from './in-time.js';
import { workers } from './index.js';
import type { Result } from './worker.js';

/** Loads a job, calls its worker, answers the process. */
@Processor('jobs', { ...WORKER, ...queues.jobs })
export class JobsProcessor extends WorkerHost {
  constructor(
    private readonly jobs: JobsService,
    private readonly modules: ModuleRef,
    private readonly config: Config,
  ) {
    super();
  }

  async process({ data: { jobKey } }: Delivery<Delivered<'job.created'>>): Promise<void> {
    const job = await this.jobs.toWork(jobKey);
    if (!job) return;
    const worker = workers[job.type];
    const isTrial = job.test === true || this.config.previewOf !== undefined;
    const simulated = isTrial ? answerOfTest(job.type, worker !== undefined) : undefined;
    if (simulated) return this.jobs.complete(jobKey, simulated);
    // somebody outside of this program asks for it (src/rest/jobs)
    if (!worker || this.config.outsideJobTypes.includes(job.type)) return;
    let result: Result;
    try {
      const patience = patienceOf(job.headers, this.config.jobTimeout);
      result = await inTime(patience, (stop) => this.modules.get(worker, { strict: false }).work(job, stop));
    } catch (error) {
      return this.jobs.fail(jobKey, (error as Error).message);
    }
    if ('waiting' in result) return;
    if (result.error) return this.jobs.throwError(jobKey, result.error);
    return 'deny' in result && result.deny !== undefined
      ? this.jobs.deny(jobKey, result.deny)
      : this.jobs.complete(jobKey, result.variables, result.corrections);
  }
}

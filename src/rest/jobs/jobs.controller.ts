import { Body, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ExternalJobsService } from '../../workflow/external-jobs.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { accepted } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { directionsOf } from './ad-hoc-directions.js';
import { activatedJobView } from './activated-job-view.js';
import { ActivationBody, CompletionBody, ErrorBody, FailureBody, JobUpdateBody } from './job-bodies.js';
import { JobPolls } from './job-polls.service.js';
import { jobs } from './job-source.js';
import { ListenedTasks } from './listened-tasks.service.js';
import { TaskCorrections } from './task-corrections.service.js';

/** How long a poll is held when the caller leaves it to us, and at most. */
const PATIENCE_MILLISECONDS = 20_000;
const LONGEST_MILLISECONDS = 10 * 60_000;

class JobSearch extends searchOf(jobs) {}

/** Work for programs outside of this one. */
@RestController('jobs')
export class JobsController {
  constructor(
    private readonly polls: JobPolls,
    private readonly jobs: ExternalJobsService,
    private readonly search: SearchService,
    private readonly corrections: TaskCorrections,
    private readonly tasks: ListenedTasks,
  ) {}

  @Post('activation')
  @HttpCode(200)
  @Operation('activateJobs', 'work-on-jobs')
  async activate(
    @Body() body: ActivationBody,
    @CurrentCaller() { username }: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { type, timeout: lockMilliseconds, maxJobsToActivate: most, fetchVariable, requestTimeout = 0 } = body;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const activation = { type, worker: body.worker || username, lockMilliseconds, most };
    const patience = requestTimeout === 0 ? PATIENCE_MILLISECONDS : Math.min(requestTimeout, LONGEST_MILLISECONDS);
    const activated = await this.polls.next(activation, patience, gone.signal, () => request.isWaiting?.());
    const tasks = await this.tasks.of(activated);
    return { jobs: activated.map((job) => activatedJobView(job, tasks.get(job.key), fetchVariable)) };
  }

  @Post('search')
  @HttpCode(200)
  @Operation('searchJobs', 'read-cases')
  find(@Body() query: JobSearch) {
    return this.search.page(jobs, query);
  }

  @Post(':jobKey/completion')
  @HttpCode(204)
  @Operation('completeJob', 'work-on-jobs')
  async complete(@KeyParam('jobKey') key: string, @Body() body: CompletionBody, @CurrentCaller() caller: Caller) {
    const { variables = {}, result } = body;
    const { denied, deniedReason, corrections } = result ?? {};
    const completion = {
      variables,
      ...(denied && { denied, ...(deniedReason && { reason: deniedReason }) }),
      ...(corrections && { corrections: await this.corrections.changeOf(corrections) }),
      ...directionsOf(result),
    };
    accepted(await this.jobs.complete(key, completion, actorOf(caller)));
  }

  @Post(':jobKey/failure')
  @HttpCode(204)
  @Operation('failJob', 'work-on-jobs')
  async fail(@KeyParam('jobKey') key: string, @Body() body: FailureBody, @CurrentCaller() caller: Caller) {
    const { retries = 0, errorMessage: message = '', retryBackOff: backOffMilliseconds = 0, variables } = body;
    accepted(await this.jobs.fail(key, { retries, message, backOffMilliseconds, variables }, actorOf(caller)));
  }

  @Post(':jobKey/error')
  @HttpCode(204)
  @Operation('throwJobError', 'work-on-jobs')
  async throwError(@KeyParam('jobKey') key: string, @Body() body: ErrorBody, @CurrentCaller() caller: Caller) {
    const { errorCode: code, errorMessage, variables } = body;
    const error = { code, message: errorMessage ?? undefined, variables: variables ?? {} };
    accepted(await this.jobs.throwError(key, error, actorOf(caller)));
  }

  @Patch(':jobKey')
  @HttpCode(204)
  @Operation('updateJob', 'work-on-jobs')
  async update(@KeyParam('jobKey') key: string, @Body() { changeset }: JobUpdateBody) {
    const { retries, timeout: lockMilliseconds } = changeset;
    accepted(await this.jobs.update(key, { retries, lockMilliseconds }));
  }
}

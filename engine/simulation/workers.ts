import type { CreateJob } from '../model/effect.js';
import type { Variables } from '../model/variables.js';
import { after, changeOf, given } from './inputs.js';
import type { Open } from './run.js';
import { messageOf } from './sending.js';
import type { SimulateOptions, Simulation, WorkResult } from './simulation.js';
import { jobView } from './views.js';
import type { World } from './world.js';

interface Failure {
  readonly message: string;
  readonly retries: number;
  /** ISO 8601: how long until the job is offered again. */
  readonly backoff?: string | undefined;
  readonly variables?: Variables | undefined;
}

/** What workers do with the jobs that are offered to them. */
export class Workers {
  constructor(
    private readonly world: World,
    private readonly work: NonNullable<SimulateOptions['work']>,
    private readonly publish: Simulation['publish'],
  ) {}

  /** Works off everything that is offered, the most urgent first; the engine settles after each. */
  workAll(): void {
    for (let job = this.next(); job; job = this.next()) {
      this.apply(job, this.work(jobView(job)) ?? this.usual(job));
      this.world.settle();
    }
  }

  /** With retries left the job is offered again, after a while if the worker says so; without, it is an incident. */
  fail(job: Open<CreateJob>, { message, retries, backoff, variables }: Failure): void {
    job.retries = Math.max(0, retries);
    if (job.retries > 0 && backoff !== undefined) {
      return this.afterwards(job, backoff, () => this.world.offer(job));
    }
    if (job.retries > 0) return this.world.offer(job);
    this.world.answer(job, { type: 'fail-job', message, ...given(variables) });
  }

  /** The job stays open when nobody catches the error: its incident can be resolved. */
  raise(job: Open<CreateJob>, code: string, message?: string, variables?: Variables): void {
    const about = message === undefined ? {} : { message };
    this.world.answer(job, { type: 'throw-error', code, ...about, ...given(variables) });
  }

  /** The next job that is still open. Those of a suspended instance wait until it is resumed (corner 35). */
  private next(): Open<CreateJob> | undefined {
    const { offered, open } = this.world;
    for (let job = offered.shift(); job; job = offered.shift()) {
      if (open.jobs.get(job.key) !== job) continue;
      if (job.run.draft.status !== 'suspended') return job;
      job.run.parked.push(this.world.offer.bind(this.world, job));
    }
    return undefined;
  }

  /** What happens without a word from the worker: a message is published, anything else is done. */
  private usual(job: Open<CreateJob>): WorkResult {
    const message = messageOf(job);
    if (message) this.world.later(() => this.publish(message));
    return {};
  }

  private apply(job: Open<CreateJob>, result: WorkResult): void {
    if (result === 'wait') return;
    if ('fail' in result) {
      const { fail: message, retries = job.retries - 1, backoff } = result;
      return this.fail(job, { message, retries, backoff });
    }
    if ('deny' in result) {
      const { deny: reason } = result;
      return void this.world.answer(job, { type: 'complete-job', denied: true, reason });
    }
    if ('error' in result) return this.raise(job, result.error, result.message, result.variables);
    const finish = () => {
      const { complete, correct, direct } = result;
      const variables = typeof complete === 'function' ? complete() : complete;
      const corrections = correct && { corrections: changeOf(correct) };
      const directions = direct && { directions: direct };
      this.world.answer(job, { type: 'complete-job', ...given(variables), ...corrections, ...directions });
    };
    if (result.after === undefined) return finish();
    this.afterwards(job, result.after, finish);
  }

  private afterwards(job: Open<CreateJob>, duration: string, fire: () => void): void {
    job.due = { at: after(this.world.now, duration), fire: () => this.world.whenActive(job.run, fire) };
    this.world.timeline.add(job.due);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Command, Directions, UserTaskChange, Variables } from '#engine';
import { Clock } from '../clock.js';
import { type InCompany, SharedTransactions } from '../database/shared-transactions.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { type FailedTry, writeFailedTries } from './failed-tries.js';
import { JobRow } from './job.entity.js';
import { lockInstance } from './lock-instance.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';

export interface Failure {
  /** Tries that are left. */
  readonly retries: number;
  readonly message: string;
  readonly backOffMilliseconds: number;
  /** Set in the scope of the element alone. */
  readonly variables?: Variables;
}

export interface Completion {
  readonly variables?: Variables;
  /** Of a task listener: what was asked for must not happen, and why. */
  readonly denied?: boolean;
  readonly reason?: string;
  /** Of a task listener: what it changes of its task. */
  readonly corrections?: UserTaskChange;
  /** Of an ad-hoc sub-process: what shall run inside. */
  readonly directions?: Directions;
}

/**
 * What workers outside of this program say about their jobs. Who comes too late is told so. What is said at the same time
 * shares a transaction (`shared-turns.ts`).
 */
@Injectable()
export class ExternalJobsService {
  private readonly failing: SharedTransactions<FailedTry, Outcome>;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly processInstances: ProcessInstancesService,
  ) {
    this.failing = new SharedTransactions(database, (tx, tries) => this.failTogether(tx, tries));
  }

  complete(key: string, answer: Completion, actor: Actor): Promise<Outcome> {
    return this.answer(key, actor, (wait) => ({ type: 'complete-job', wait, ...answer }));
  }

  /** A BPMN error: the model says what happens. */
  throwError(
    key: string,
    error: { code: string; message?: string; variables?: Variables },
    actor: Actor,
  ): Promise<Outcome> {
    return this.answer(key, actor, (wait) => ({ type: 'throw-error', wait, ...error }));
  }

  /** Offered again after the back-off, or an incident when no try is left. */
  async fail(key: string, failure: Failure, actor: Actor): Promise<Outcome> {
    const { retries, message, backOffMilliseconds, variables = {} } = failure;
    const dueAt = new Date(this.clock.now().getTime() + backOffMilliseconds);
    if (retries > 0 && Object.keys(variables).length === 0) {
      const outcome = await this.failing.ask({ key, retries, failure: message, dueAt });
      if (outcome !== 'alone') return outcome;
    }
    return this.failAlone(key, failure, dueAt, actor);
  }

  /** Changes how many tries are left, or how long its worker may still take. */
  async update(key: string, change: { retries?: number; lockMilliseconds?: number }): Promise<Outcome> {
    const { retries, lockMilliseconds } = change;
    return this.database.transaction(async (tx) => {
      const job = await this.lock(tx, key);
      if (!job) return noSuchJob(key);
      if (lockMilliseconds !== undefined && !this.isTaken(job))
        return rejected('job-not-activated', `Nobody works on job ${key}: it has no timeout to change.`);
      const until = lockMilliseconds === undefined ? undefined : this.clock.now().getTime() + lockMilliseconds;
      await tx.update(JobRow, key, {
        ...(retries !== undefined && { retries }),
        ...(until !== undefined && { lockedUntil: new Date(until) }),
      });
      await this.outbox.append(tx, 'job.created', { jobKey: key });
      return ACCEPTED;
    });
  }

  private isTaken({ lockedUntil }: JobRow): boolean {
    return lockedUntil !== null && lockedUntil > this.clock.now();
  }

  private async answer(key: string, actor: Actor, command: (wait: string) => Command): Promise<Outcome> {
    const outcome = await this.processInstances.answer(JobRow, key, actor, (_, { row }) =>
      row.retries === 0 ? jobFailed(key) : { command: command(row.wait) },
    );
    return outcome ?? noSuchJob(key);
  }

  private async failTogether(tx: Transaction, tries: readonly FailedTry[]): Promise<readonly InCompany<Outcome>[]> {
    const first = new Map(tries.toReversed().map((one) => [one.key, one]));
    const written = await writeFailedTries(tx, [...first.values()], this.clock.now());
    if (written.size > 0) this.outbox.wakeAfter(tx);
    return tries.map((one) => (first.get(one.key) !== one ? 'again' : written.has(one.key) ? ACCEPTED : 'alone'));
  }

  private failAlone(
    key: string,
    { retries, message, variables }: Failure,
    dueAt: Date,
    actor: Actor,
  ): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const job = await this.lock(tx, key);
      if (!job) return noSuchJob(key);
      if (job.retries === 0) return jobFailed(key);
      const { processInstanceId, wait, elementInstance, attempts } = job;
      if (variables && Object.keys(variables).length > 0) {
        const command = { type: 'set-variables', elementInstance, variables, local: true } as const;
        const outcome = await this.processInstances.dispatchIn(tx, processInstanceId, command, actor);
        if ('rejection' in outcome) return outcome;
      }
      const change = { retries, attempts: attempts + 1, dueAt, failure: message };
      await tx.update(JobRow, key, { ...change, lockedUntil: null });
      if (retries === 0)
        return this.processInstances.dispatchIn(tx, processInstanceId, { type: 'fail-job', wait, message }, actor);
      await this.outbox.append(tx, 'job.created', { jobKey: key }, dueAt);
      return ACCEPTED;
    });
  }

  /** A job that exists once its instance is locked will not go away. */
  private async lock(tx: Transaction, key: string): Promise<JobRow | null> {
    const known = await tx.findOneBy(JobRow, { id: key });
    if (known) await lockInstance(tx, known.processInstanceId);
    return known && tx.findOneBy(JobRow, { id: key });
  }
}

function jobFailed(key: string) {
  return rejected('job-failed', `Job ${key} has failed: an incident waits for a person.`);
}

function noSuchJob(key: string) {
  return rejected('no-such-job', `There is no job ${key}: it is done, cancelled, or never was.`);
}

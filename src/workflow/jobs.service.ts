import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Command, type UserTaskChange, variablesAt, type Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { backoff } from './backoff.js';
import { DefinitionRow } from './definition.entity.js';
import { JobRow } from './job.entity.js';
import { lockInstance } from './lock-instance.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** A job with what its worker wants to know. */
export interface JobToWork {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processId: string;
  readonly processDefinitionKey: string;
  readonly element: string;
  readonly headers: Record<string, string>;
  readonly variables: Variables;
  readonly retries: number;
  readonly procedureKey?: string;
}

/** Service tasks that wait for a worker. Whoever finishes a job that is already finished changes nothing. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Undefined when there is nothing to do: done, cancelled, suspended, or waiting for a person. */
  async toWork(key: string): Promise<JobToWork | undefined> {
    const { manager } = this.database;
    const job = await manager.findOneBy(JobRow, { id: key });
    if (!job || job.retries === 0) return undefined;
    const { id, processInstanceId: processInstanceKey, type, element, elementInstance, headers, retries } = job;
    const instance = await manager.findOneByOrFail(ProcessInstanceRow, { id: processInstanceKey });
    if (instance.status !== 'active') return undefined;
    const definition = await manager.findOneByOrFail(DefinitionRow, { id: instance.processDefinitionId });
    return {
      key: id,
      type,
      processInstanceKey,
      processId: instance.processId,
      processDefinitionKey: instance.processDefinitionId,
      element,
      headers,
      variables: variablesAt(instance.state, elementInstance),
      retries,
      ...(definition.procedureKey && { procedureKey: definition.procedureKey }),
    };
  }

  /** `corrections` are those of a task listener. */
  complete(key: string, variables?: Variables, corrections?: UserTaskChange): Promise<void> {
    return this.answer(key, (wait) => ({ type: 'complete-job', wait, variables, ...(corrections && { corrections }) }));
  }

  /** A task listener: what somebody asked of the task does not happen, and why. */
  deny(key: string, reason: string): Promise<void> {
    return this.answer(key, (wait) => ({ type: 'complete-job', wait, denied: true, reason }));
  }

  /** A BPMN error: the model says what happens. */
  throwError(key: string, error: { code: string; message?: string; variables?: Variables }): Promise<void> {
    return this.answer(key, (wait) => ({ type: 'throw-error', wait, ...error }));
  }

  /** The try failed: another one later, or an incident when none is left. `retries: 0` gives up at once. */
  async fail(key: string, message: string, retries?: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const job = await this.lock(tx, key);
      if (!job) return;
      const left = Math.max(0, retries ?? job.retries - 1);
      const attempts = job.attempts + 1;
      const dueAt = new Date(this.clock.now().getTime() + backoff(attempts));
      await tx.update(JobRow, key, { retries: left, attempts, dueAt, failure: message });
      if (left > 0) return this.outbox.append(tx, 'job.created', { jobKey: key, priority: job.priority }, dueAt);
      const { processInstanceId, wait } = job;
      await this.processInstances.dispatchIn(tx, processInstanceId, { type: 'fail-job', wait, message }, SYSTEM);
    });
  }

  /** The engine rejects it while the instance is suspended: whoever has worked on it will be asked again. */
  private async answer(key: string, command: (wait: string) => Command): Promise<void> {
    const outcome = await this.processInstances.answer(JobRow, key, SYSTEM, (_, { row }) => ({
      command: command(row.wait),
    }));
    // an answer that only a listener can give: asking again would change nothing
    if (!outcome || 'accepted' in outcome || !/^(not-(deniable|correctable)|cannot-throw)$/.test(outcome.rejection.code)) return;
    await this.giveUp(key, outcome.rejection.message);
  }

  private async giveUp(key: string, message: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const job = await this.lock(tx, key);
      if (!job) return;
      const { processInstanceId, wait } = job;
      await tx.update(JobRow, key, { retries: 0, failure: message });
      await this.processInstances.dispatchIn(tx, processInstanceId, { type: 'fail-job', wait, message }, SYSTEM);
    });
  }

  /**
   * A job that exists once its instance is locked will not go away. That of a suspended instance is left alone: whoever has
   * worked on it will be asked again after the resumption.
   */
  private async lock(tx: Transaction, key: string): Promise<JobRow | null> {
    const known = await tx.findOneBy(JobRow, { id: key });
    const instance = known && (await lockInstance(tx, known.processInstanceId));
    return instance?.status === 'active' ? tx.findOneBy(JobRow, { id: key }) : null;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Command, type ProcessInstance, type UserTaskChange, variablesAt, type Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { backoff } from './backoff.js';
import { JobRow } from './job.entity.js';
import { lockInstance } from './lock-instance.js';
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
  /** Of a test: nothing outside of this program may be done for it. */
  readonly test?: boolean;
}

/** What a worker is not told as it is. */
interface Seen {
  readonly state: ProcessInstance;
  readonly elementInstance: string;
  readonly procedureKey: string | null;
}

/** None when there is nothing to do: done, cancelled, suspended, or waiting for a person. */
export const JOB_TO_WORK = `SELECT j.id AS key, j.type, j.process_instance_id AS "processInstanceKey", p.process_id AS "processId",
         p.process_definition_id AS "processDefinitionKey", j.element, j.headers, j.retries,
         p.state, j.element_instance AS "elementInstance", d.procedure_key AS "procedureKey", d.test
       FROM job j JOIN process_instance p ON p.id = j.process_instance_id AND p.status = 'active'
         JOIN definition d ON d.id = p.process_definition_id
       WHERE j.id = $1 AND j.retries > 0`;

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
    const [job] = await this.database.query<(Omit<JobToWork, 'variables' | 'procedureKey'> & Seen)[]>(JOB_TO_WORK, [
      key,
    ]);
    if (!job) return undefined;
    const { state, elementInstance, procedureKey, ...known } = job;
    return { ...known, variables: variablesAt(state, elementInstance), ...(procedureKey && { procedureKey }) };
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

  /** Another try at once, not when it would be due. */
  again(key: string): Promise<void> {
    return this.database.transaction((tx) => this.outbox.append(tx, 'job.created', { jobKey: key }));
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
    if (
      !outcome ||
      'accepted' in outcome ||
      !/^(not-(deniable|correctable)|cannot-throw)$/.test(outcome.rejection.code)
    )
      return;
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

import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MigrationPlan } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { withoutDepartments } from '../history/history.js';
import { Sweep } from '../outbox/sweep.js';
import { lockInstance } from './lock-instance.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** What shall be done to each of many instances. */
export type BatchRequest =
  | { readonly type: 'cancel' }
  | { readonly type: 'resolve-incidents' }
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' }
  | { readonly type: 'migrate'; readonly to: string; readonly plan: MigrationPlan }
  /** From element to element. */
  | { readonly type: 'move'; readonly moves: Readonly<Record<string, string>> };

interface Item {
  readonly id: string;
  readonly batchId: string;
  readonly processInstanceId: string;
  readonly request: BatchRequest;
  readonly actor: Actor;
}

/**
 * One operation on many instances: a row for each, a transaction for each. It begins at once; a program that dies leaves the
 * rest to the next sweep, and two programs never take the same row.
 */
@Injectable()
export class BatchesService {
  private readonly logger = new Logger('Batches');

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly processInstances: ProcessInstancesService,
    sweep: Sweep,
  ) {
    sweep.add(() => this.workOnOpen());
  }

  /** `instances` is a query that gives their keys as `id`. */
  async create(request: BatchRequest, actor: Actor, instances: string, values: readonly unknown[]): Promise<string> {
    const now = this.clock.now();
    const key = await this.database.transaction(async (tx) => {
      const [batch] = await tx.query<{ id: string }[]>(
        `INSERT INTO batch (type, request, actor, state, created_at) VALUES ($1, $2, $3, 'active', $4) RETURNING id`,
        [request.type, request, withoutDepartments(actor), now],
      );
      const place = values.length + 1;
      await tx.query(
        `INSERT INTO batch_item (batch_id, process_instance_id, state)
         SELECT $${place}::bigint, found.id, 'active' FROM (${instances}) AS found ORDER BY found.id`,
        [...values, batch!.id],
      );
      return batch!.id;
    });
    void this.workOn(key).catch((error: unknown) =>
      this.logger.warn(`Batch ${key} waits for the sweep: ${String(error)}`),
    );
    return key;
  }

  /** Items that are not done yet stay where they are; `canceled` for good. */
  async setState(key: string, state: 'active' | 'suspended' | 'canceled'): Promise<Outcome> {
    const outcome = await this.database.transaction(async (tx): Promise<Outcome> => {
      const [batch] = await tx.query<{ state: string }[]>('SELECT state FROM batch WHERE id = $1 FOR UPDATE', [key]);
      if (!batch) return rejected('no-such-batch', `There is no batch operation ${key}.`);
      if (batch.state === 'completed' || batch.state === 'canceled')
        return rejected('batch-ended', `Batch operation ${key} is ${batch.state}.`);
      const now = this.clock.now();
      await tx.query('UPDATE batch SET state = $2, ended_at = $3 WHERE id = $1', [
        key,
        state,
        state === 'canceled' ? now : null,
      ]);
      if (state === 'canceled')
        await tx.query(
          `UPDATE batch_item SET state = 'canceled', done_at = $2 WHERE batch_id = $1 AND state = 'active'`,
          [key, now],
        );
      return ACCEPTED;
    });
    if ('accepted' in outcome && state === 'active') void this.workOn(key).catch(() => undefined);
    return outcome;
  }

  private async workOnOpen(): Promise<void> {
    const open = await this.database.query<{ id: string }[]>(`SELECT id FROM batch WHERE state = 'active' ORDER BY id`);
    for (const { id } of open) await this.workOn(id);
  }

  private async workOn(key: string): Promise<void> {
    while (await this.database.transaction((tx) => this.workOnNext(tx, key)));
    await this.database.query(
      `UPDATE batch SET state = 'completed', ended_at = $2 WHERE id = $1 AND state = 'active'
       AND NOT EXISTS (SELECT FROM batch_item WHERE batch_id = $1 AND state = 'active')`,
      [key, this.clock.now()],
    );
  }

  /** False when there is nothing left to take. */
  private async workOnNext(tx: Transaction, key: string): Promise<boolean> {
    const [item] = await tx.query<Item[]>(
      `SELECT i.id, b.id AS "batchId", i.process_instance_id AS "processInstanceId", b.request, b.actor
       FROM batch_item i JOIN batch b ON b.id = i.batch_id
       WHERE b.id = $1 AND b.state = 'active' AND i.state = 'active'
       ORDER BY i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED`,
      [key],
    );
    if (!item) return false;
    // in a savepoint: what goes wrong with one instance must not stop the others
    const outcome = await tx
      .transaction((inner) => this.apply(inner, item))
      .catch((error: unknown) => rejected('batch-item-failed', String(error)));
    const problem = 'rejection' in outcome ? outcome.rejection.message : null;
    await tx.query('UPDATE batch_item SET state = $2, problem = $3, done_at = $4 WHERE id = $1', [
      item.id,
      problem === null ? 'completed' : 'failed',
      problem,
      this.clock.now(),
    ]);
    return true;
  }

  private async apply(tx: Transaction, { processInstanceId: key, request, actor }: Item): Promise<Outcome> {
    const instance = await lockInstance(tx, key);
    if (!instance) return rejected('no-such-instance', `There is no process instance ${key}.`);
    const { elementInstances, incidents } = instance.state;
    if (request.type === 'migrate') return this.processInstances.migrateIn(tx, key, request, actor);
    if (request.type === 'resolve-incidents') {
      for (const incident of Object.keys(incidents))
        await this.processInstances.dispatchIn(tx, key, { type: 'resolve-incident', incident }, actor);
      return ACCEPTED;
    }
    if (request.type !== 'move') return this.processInstances.dispatchIn(tx, key, request, actor);
    const moved = Object.entries(elementInstances).filter(([, { element }]) => element in request.moves);
    const activate = moved.map(([, { element }]) => ({ element: request.moves[element]! }));
    const terminate = moved.map(([id]) => id);
    return this.processInstances.dispatchIn(tx, key, { type: 'modify', activate, terminate }, actor);
  }
}

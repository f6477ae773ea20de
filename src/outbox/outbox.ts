import { Injectable } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface, type TransactionCommitEvent } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { OutboxEntryRow } from './outbox-entry.entity.js';
import type { Topic, Topics } from './topics.js';

/** The channel on which programs tell each other that something was committed. */
export const CHANNEL = 'outbox';

/**
 * Written in the caller's transaction, delivered after it: an entry exists if and only if what it speaks of does.
 *
 * The relay is woken after the commit, not by a NOTIFY inside the transaction: that would make all commits wait for each
 * other. A program that dies in between loses nothing, the relay also looks by itself.
 */
@Injectable()
export class Outbox implements EntitySubscriberInterface {
  private waking: 'no' | 'yes' | 'again' = 'no';

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    database.subscribers.push(this);
  }

  async append<T extends Topic>(tx: Transaction, topic: T, payload: Topics[T], dueAt?: Date): Promise<void> {
    await tx.insert(OutboxEntryRow, { topic, payload, dueAt: dueAt ?? null, createdAt: this.clock.now() });
    this.wakeAfter(tx);
  }

  /**
   * Takes a delivery (by its `sequence`) within the transaction that works on it; false when that was done before. For work
   * that would not notice by itself that it is done twice.
   */
  async take(tx: Transaction, sequence: string): Promise<boolean> {
    const { affected } = await tx.delete(OutboxEntryRow, sequence);
    return affected === 1;
  }

  /** For those who write entries by a statement of their own. */
  wakeAfter(tx: Transaction): void {
    if (tx.queryRunner) tx.queryRunner.data['outbox'] = true;
  }

  /** Called by TypeORM for every transaction. */
  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    if (queryRunner.isTransactionActive || !queryRunner.data['outbox']) return; // the inner one of two
    queryRunner.data['outbox'] = false;
    this.wake();
  }

  /** One NOTIFY at a time: those that are wanted meanwhile are covered by the next. */
  private wake(): void {
    if (this.waking !== 'no') {
      this.waking = 'again';
      return;
    }
    this.waking = 'yes';
    void this.database
      .query(`SELECT pg_notify('${CHANNEL}', '')`)
      .catch(() => undefined) // the relay also looks by itself
      .then(() => {
        const again = this.waking === 'again';
        this.waking = 'no';
        if (again) this.wake();
      });
  }
}

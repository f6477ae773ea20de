import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import type { Transaction } from '../database/transaction.js';
import { iban as ibanFormat } from '../forms/formats/iban.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { RefundEnds } from './refund-ends.service.js';
import { Refund } from './refund.entity.js';

export type NewRefund = Pick<Refund, 'key' | 'amountCents' | 'reason' | 'way'> &
  Partial<Pick<Refund, 'paymentId' | 'moneyId' | 'jobKey' | 'attemptId' | 'iban' | 'holder' | 'askedBy'>> & {
    /** False: an agent has to say yes, whatever the amount and the way. */
    readonly decided?: boolean;
  };

/** Why an agent's wish was not followed. */
export type RefundProblem = 'gone' | 'same-person' | 'account-missing' | 'iban' | 'holder' | 'note';

const LONGEST_HOLDER = 70;

/** Money that goes back: who asks, who approves, who executes. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly ends: RefundEnds,
  ) {}

  /**
   * Once per key, in the caller's transaction. What goes back by the way it came needs nobody below the limit of four eyes;
   * an account that somebody named always needs an agent.
   */
  async ask(tx: Transaction, { decided = true, ...wanted }: NewRefund): Promise<Refund> {
    const state = decided && wanted.way === 'online' && !this.needsTwo(wanted.amountCents) ? 'approved' : 'asked';
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(Refund)
      .values({ ...wanted, state, askedAt: this.clock.now() })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = inserted.raw as { id: string }[];
    if (row && state === 'approved') await this.outbox.append(tx, 'refund.due', { refundId: row.id });
    return tx.findOneByOrFail(Refund, { key: wanted.key });
  }

  needsTwo(amountCents: number): boolean {
    return amountCents > this.config.refundFourEyes * 100;
  }

  /** Above the limit the second approval counts, by somebody else. */
  approve(id: string, { accountId, name }: Actor): Promise<RefundProblem | undefined> {
    return this.database.transaction(async (tx) => {
      const refund = await this.lock(tx, id);
      if (refund?.state !== 'asked' || !accountId) return 'gone';
      if (refund.way === 'transfer' && !(refund.iban && refund.holder)) return 'account-missing';
      const first = { approvedBy: accountId, approvedName: name ?? null };
      if (!this.needsTwo(refund.amountCents)) return this.release(tx, refund, first);
      if (refund.approvedBy === accountId) return 'same-person';
      if (refund.approvedBy) return this.release(tx, refund, { secondBy: accountId, secondName: name ?? null });
      await tx.update(Refund, id, first);
      return undefined;
    });
  }

  /** The account to which it goes; who changes it takes back the approval that was given. */
  name(id: string, typed: { readonly iban: string; readonly holder: string }): Promise<RefundProblem | undefined> {
    const iban = ibanFormat.normalise(typed.iban);
    const holder = typed.holder.replace(/\s+/g, ' ').trim().slice(0, LONGEST_HOLDER);
    if (!iban) return Promise.resolve('iban');
    if (!holder) return Promise.resolve('holder');
    return this.database.transaction(async (tx) => {
      const refund = await this.lock(tx, id);
      if (refund?.state !== 'asked' && refund?.state !== 'failed') return 'gone';
      const approval = { approvedBy: null, approvedName: null };
      await tx.update(Refund, id, { iban, holder, way: 'transfer', state: 'asked', nextCheckAt: null, ...approval });
      return undefined;
    });
  }

  /** The bank has been told to transfer it. */
  execute(id: string, actor: Actor): Promise<RefundProblem | undefined> {
    return this.database.transaction(async (tx) => {
      const refund = await this.lock(tx, id);
      if (refund?.state !== 'approved' || refund.way !== 'transfer') return 'gone';
      await this.ends.end(tx, refund, { state: 'done', endedBy: actor.name ?? null }, actor);
      return undefined;
    });
  }

  refuse(id: string, note: string, actor: Actor): Promise<RefundProblem | undefined> {
    if (!note) return Promise.resolve('note');
    return this.database.transaction(async (tx) => {
      const refund = await this.lock(tx, id);
      if (refund?.state !== 'asked' && refund?.state !== 'failed') return 'gone';
      await this.ends.end(tx, refund, { state: 'refused', endedBy: actor.name ?? null, note }, actor);
      return undefined;
    });
  }

  private async release(tx: Transaction, { id, way }: Refund, approval: Partial<Refund>): Promise<undefined> {
    await tx.update(Refund, id, { ...approval, state: 'approved' });
    if (way === 'online') await this.outbox.append(tx, 'refund.due', { refundId: id });
    return undefined;
  }

  private lock(tx: Transaction, id: string): Promise<Refund | null> {
    if (!/^\d{1,18}$/.test(id)) return Promise.resolve(null);
    return tx.findOne(Refund, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { iban as ibanFormat } from '../forms/formats/iban.js';
import type { Actor } from '../history/actor.js';
import { MoneyReceived, type Settlement } from './money-received.entity.js';
import { Payment } from './payment.entity.js';
import { RefundsService } from './refunds.service.js';
import { readCommunication } from './structured-communication.js';
import { Takings } from './takings.service.js';

/** Why an agent's wish was not followed: a word of `desk.payments.wrong`. */
export type SettlementProblem = 'gone' | 'payment' | 'iban' | 'note' | 'no';

/** Agents settle what came in and did not fit. Every problem is settled once. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly takings: Takings,
    private readonly refunds: RefundsService,
  ) {}

  /** Oldest first. */
  open(): Promise<MoneyReceived[]> {
    const where = { problem: Not(IsNull()), settledAt: IsNull() };
    return this.database.manager.find(MoneyReceived, { where, order: { id: 'ASC' }, take: 200 });
  }

  /** Of unknown money: for which payment it is, by its communication or the number of the dossier. */
  assign(id: string, typed: string, actor: Actor): Promise<SettlementProblem | undefined> {
    return this.with(id, async (tx, money) => {
      if (money.problem !== 'unknown') return 'no';
      const communication = readCommunication(typed);
      const by = communication ? { communication } : { dossierReference: typed.trim().toUpperCase() };
      const payment = await tx.findOne(Payment, { where: by, order: { id: 'DESC' } });
      if (!payment) return 'payment';
      await this.takings.assign(tx, money, payment.id, actor);
      return undefined;
    });
  }

  /** Of too little: the town is content with it. */
  accept(id: string, note: string, actor: Actor): Promise<SettlementProblem | undefined> {
    return this.with(id, async (tx, money) => {
      if (money.problem !== 'too-little' || !money.paymentId) return 'no';
      if (!note) return 'note';
      await this.settle(tx, id, 'accepted', actor, note);
      return (await this.takings.accept(tx, money.paymentId, actor)) ? undefined : 'gone';
    });
  }

  /** What was not owed, or all of what was too little: somebody else approves it, above the limit two. */
  refund(id: string, typed: { iban: string; holder: string }, actor: Actor): Promise<SettlementProblem | undefined> {
    return this.with(id, async (tx, money) => {
      const iban = ibanFormat.normalise(typed.iban || money.payerIban || '');
      if (!iban) return 'iban';
      await this.refunds.ask(tx, {
        key: `money-${id}`,
        moneyId: id,
        paymentId: money.paymentId,
        amountCents: money.surplusCents || money.amountCents,
        reason: money.problem === 'unknown' ? 'unknown' : 'surplus',
        way: 'transfer',
        iban,
        holder: typed.holder.trim().slice(0, 70) || money.payerName || '',
        askedBy: actor.accountId ?? null,
      });
      await this.settle(tx, id, 'refunded', actor);
      return undefined;
    });
  }

  /** The town keeps it, and why: another debt, a fee that the case does not know. */
  keep(id: string, note: string, actor: Actor): Promise<SettlementProblem | undefined> {
    return this.with(id, async (tx) => {
      if (!note) return 'note';
      await this.settle(tx, id, 'kept', actor, note);
      return undefined;
    });
  }

  private async settle(
    tx: Transaction,
    id: string,
    settlement: Settlement,
    actor: Actor,
    note?: string,
  ): Promise<void> {
    const change = { settlement, settledAt: this.clock.now(), settledBy: actor.name ?? null };
    await tx.update(MoneyReceived, id, { ...change, ...(note && { note: note.slice(0, 500) }) });
  }

  private with(
    id: string,
    work: (tx: Transaction, money: MoneyReceived) => Promise<SettlementProblem | undefined>,
  ): Promise<SettlementProblem | undefined> {
    if (!/^\d{1,18}$/.test(id)) return Promise.resolve('gone');
    return this.database.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_write' as const };
      const money = await tx.findOne(MoneyReceived, { where: { id }, lock });
      return money?.problem && !money.settledAt ? work(tx, money) : 'gone';
    });
  }
}

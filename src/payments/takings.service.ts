import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { Outbox } from '../outbox/outbox.js';
import { MessagesService } from '../workflow/messages.service.js';
import { MoneyReceived, type Problem } from './money-received.entity.js';
import { Payment } from './payment.entity.js';
import { isOpen } from './payment-states.js';
import { PaymentsService } from './payments.service.js';

/** What the process waits for; its key is the number of the payment. */
const RESULT = 'payment-resultat';
/** The process may be busy with an incident while the money comes: it is not forgotten meanwhile. */
const PATIENCE = 'P365D';

export type NewMoney = Pick<MoneyReceived, 'source' | 'means' | 'amountCents' | 'paymentId'> &
  Partial<Pick<MoneyReceived, 'receivedAt' | 'bankFileId' | 'payerName' | 'payerIban' | 'remittance' | 'receivedBy'>>;

/** Money comes in: every operation once, and what is not as it should be becomes a problem that an agent sees. */
@Injectable()
export class Takings {
  constructor(
    private readonly clock: Clock,
    private readonly payments: PaymentsService,
    private readonly messages: MessagesService,
    private readonly history: History,
    private readonly outbox: Outbox,
  ) {}

  /** In the caller's transaction. Undefined when this operation was known already. */
  async receive(tx: Transaction, money: NewMoney, actor: Actor = SYSTEM): Promise<MoneyReceived | undefined> {
    const payment = money.paymentId === null ? undefined : await this.payments.lock(tx, money.paymentId);
    const { problem, surplusCents } = payment
      ? await this.judge(tx, payment, money.amountCents)
      : { problem: 'unknown' as const, surplusCents: 0 };
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(MoneyReceived)
      .values({ receivedAt: this.clock.now(), ...money, problem, surplusCents })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = inserted.raw as { id: string }[];
    if (!row) return undefined;
    if (payment && isOpen(payment.state) && problem !== 'too-little') await this.pay(tx, payment, actor);
    return tx.findOneByOrFail(MoneyReceived, { id: row.id });
  }

  /** Money whose payment somebody found: it counts from now on as if it had named it. */
  async assign(tx: Transaction, money: MoneyReceived, paymentId: string, actor: Actor): Promise<void> {
    const payment = await this.payments.lock(tx, paymentId);
    const { problem, surplusCents } = await this.judge(tx, payment, money.amountCents);
    const settled = problem
      ? {}
      : { settlement: 'assigned' as const, settledAt: this.clock.now(), settledBy: actor.name };
    await tx.update(MoneyReceived, money.id, { paymentId, problem: problem ?? 'unknown', surplusCents, ...settled });
    if (isOpen(payment.state) && problem !== 'too-little') await this.pay(tx, payment, actor);
  }

  /** An agent is content with what came. False when the payment is not open any more. */
  async accept(tx: Transaction, paymentId: string, actor: Actor): Promise<boolean> {
    const payment = await this.payments.lock(tx, paymentId);
    if (!isOpen(payment.state)) return false;
    await this.pay(tx, payment, actor);
    return true;
  }

  private async judge(
    tx: Transaction,
    payment: Payment,
    amountCents: number,
  ): Promise<{ problem: Problem | null; surplusCents: number }> {
    if (!isOpen(payment.state)) {
      const late = payment.state === 'expired' || payment.state === 'cancelled';
      return { problem: late ? 'late' : 'double', surplusCents: amountCents };
    }
    const missing = await this.missing(tx, payment);
    if (amountCents < missing) return { problem: 'too-little', surplusCents: 0 };
    return { problem: amountCents > missing ? 'too-much' : null, surplusCents: amountCents - missing };
  }

  /** What of it has not come yet, or was given back; in cents. */
  async missing(tx: Transaction, { id: paymentId, amountCents }: Payment): Promise<number> {
    const [row] = await tx.query<{ sum: number }[]>(
      `SELECT (coalesce(sum(amount_cents - surplus_cents), 0) - coalesce((SELECT sum(amount_cents) FROM refund
         WHERE money_id IN (SELECT id FROM money_received WHERE payment_id = $1) AND state <> 'refused'), 0))::int AS sum
       FROM money_received WHERE payment_id = $1`,
      [paymentId],
    );
    return amountCents - row!.sum;
  }

  private async pay(tx: Transaction, payment: Payment, actor: Actor): Promise<void> {
    const at = this.clock.now();
    const receiptNumber = await nextReceipt(tx, at);
    Object.assign(payment, { state: 'paid', paidAt: at, receiptNumber });
    await tx.update(Payment, payment.id, { state: 'paid', paidAt: at, receiptNumber });
    await tx.query(
      `UPDATE money_received SET settlement = 'completed', settled_at = $2
       WHERE payment_id = $1 AND problem = 'too-little' AND settled_at IS NULL`,
      [payment.id, at],
    );
    const { id: paymentId, dossierId, amountCents } = payment;
    if (dossierId) {
      const data = { paymentId, amountCents };
      await this.history.append(tx, { dossierId, kind: 'payment.received', actor, at, data, public: true });
    }
    await this.outbox.append(tx, 'payment.paid', { paymentId });
    await this.messages.publish(tx, {
      name: RESULT,
      correlationKey: paymentId,
      variables: { paymentEtat: 'confirme' },
      timeToLive: PATIENCE,
      messageId: `payment-${paymentId}`,
    });
  }
}

/** `Q-2026-000001`. One after the other: a transaction that fails gives its number back. */
async function nextReceipt(tx: Transaction, at: Date): Promise<string> {
  const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Europe/Brussels' }).format(at));
  const [row] = await tx.query<{ last: number }[]>(
    `INSERT INTO receipt_counter AS counter (year, last) VALUES ($1, 1)
     ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last`,
    [year],
  );
  return `Q-${year}-${String(row!.last).padStart(6, '0')}`;
}

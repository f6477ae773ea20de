import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { Outbox } from '../outbox/outbox.js';
import { PaymentsService } from './payments.service.js';
import { Refund } from './refund.entity.js';

/** How refunds end, whoever ends them. */
@Injectable()
export class RefundEnds {
  constructor(
    private readonly clock: Clock,
    private readonly payments: PaymentsService,
    private readonly history: History,
    private readonly outbox: Outbox,
  ) {}

  /** The row is locked by the caller. */
  async end(
    tx: Transaction,
    refund: Refund,
    change: { state: 'done' | 'refused'; endedBy?: string | null; note?: string; providerReference?: string },
    actor: Actor = SYSTEM,
  ): Promise<void> {
    const at = this.clock.now();
    await tx.update(Refund, refund.id, { ...change, endedAt: at, nextCheckAt: null });
    const { paymentId, amountCents, moneyId } = refund;
    if (paymentId && change.state === 'done') {
      const payment = await this.payments.lock(tx, paymentId);
      if (moneyId === null && (await given(tx, paymentId)) >= payment.amountCents)
        await this.payments.move(tx, payment, 'refund');
      const { dossierId } = payment;
      const data = { paymentId, amountCents };
      if (dossierId)
        await this.history.append(tx, { dossierId, kind: 'payment.refunded', actor, at, data, public: true });
    }
    await this.outbox.append(tx, 'refund.ended', { refundId: refund.id });
  }
}

/** What of the payment itself went back; surplus is no part of it. */
async function given(tx: Transaction, paymentId: string): Promise<number> {
  const [row] = await tx.query<{ sum: number }[]>(
    `SELECT coalesce(sum(amount_cents), 0)::int AS sum FROM refund
     WHERE payment_id = $1 AND money_id IS NULL AND state = 'done'`,
    [paymentId],
  );
  return row!.sum;
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { PaymentAttempt } from './payment-attempt.entity.js';
import { PaymentProvider, RefundImpossible, type RefundStanding } from './provider.js';
import { RefundEnds } from './refund-ends.service.js';
import { Refund } from './refund.entity.js';

const HOUR = 3_600_000;

/** Has the provider give money back, and asks it until it did. Called twice, the provider recognises the order. */
@Injectable()
export class RefundSending {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly provider: PaymentProvider,
    private readonly ends: RefundEnds,
  ) {}

  async send(refundId: string): Promise<void> {
    const refund = await this.database.manager.findOneBy(Refund, { id: refundId });
    if (!refund || refund.way !== 'online' || !refund.attemptId) return;
    if (refund.state !== 'approved' && refund.state !== 'sending') return;
    const attempt = await this.database.manager.findOneByOrFail(PaymentAttempt, { id: refund.attemptId });
    await this.take(refund.id, await this.ask(refund, attempt));
  }

  private async ask(refund: Refund, attempt: PaymentAttempt): Promise<RefundStanding> {
    const { id, amountCents, providerReference } = refund;
    const { reference, provider } = attempt;
    if (!reference || provider !== this.provider.kind) return { reference: '', state: 'failed' };
    if (providerReference) return this.provider.refundStanding(reference, providerReference);
    try {
      // the words on the statement of whoever paid
      const description = `Remboursement ${id}`;
      return await this.provider.refund({ key: `refund-${id}`, reference, amountCents, description });
    } catch (error) {
      if (error instanceof RefundImpossible) return { reference: '', state: 'failed' };
      throw error;
    }
  }

  private take(id: string, { reference, state }: RefundStanding): Promise<void> {
    return this.database.transaction(async (tx) => {
      const refund = await tx.findOneOrFail(Refund, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (refund.state !== 'approved' && refund.state !== 'sending') return;
      const providerReference = reference || refund.providerReference;
      if (state === 'done') return this.ends.end(tx, refund, { state: 'done', providerReference: reference });
      // a process that waits finds another way by itself; else an agent does
      if (state === 'failed' && refund.jobKey) return this.ends.end(tx, refund, { state: 'refused', note: IMPOSSIBLE });
      const nextCheckAt = state === 'failed' ? null : new Date(this.clock.now().getTime() + HOUR);
      await tx.update(Refund, id, { state: state === 'failed' ? 'failed' : 'sending', providerReference, nextCheckAt });
    });
  }
}

/** The note of a refund that the provider could not make. */
export const IMPOSSIBLE = 'provider';

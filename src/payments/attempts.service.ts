import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Clock } from '../clock.js';
import { AttemptChecks } from './attempt-checks.service.js';
import { PaymentAttempt } from './payment-attempt.entity.js';
import type { Payment } from './payment.entity.js';
import { isOpen } from './payment-states.js';
import { PaymentsService } from './payments.service.js';
import { PaymentProvider } from './provider.js';

/** After so many the page offers the other ways alone (domain.md, SP-PAY). */
const MOST_TRIES = 5;
const FIRST_CHECK_MILLISECONDS = 60_000;

/** Where the payer goes on, or why not: already paid or over, tried too often, or the provider does not answer. */
export type Begun = { readonly url: string } | { readonly refused: 'closed' | 'too-many' | 'away' };

interface Reserved {
  readonly payment: Payment;
  readonly attempt: string;
}

/** Visits to the provider's page. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly payments: PaymentsService,
    private readonly provider: PaymentProvider,
    private readonly checks: AttemptChecks,
  ) {}

  /** Whether another visit is offered. */
  async isOffered(payment: Payment): Promise<boolean> {
    if (this.provider.kind === 'none' || !isOpen(payment.state)) return false;
    return (await this.tries(payment.id)) < MOST_TRIES;
  }

  /** Somebody who is paying already goes on where they were: nobody pays twice by going back. */
  async begin(paymentId: string, place: { readonly page: string; readonly notices: string }): Promise<Begun> {
    for (const { id } of await this.openOf(paymentId)) await this.checks.check(id).catch(() => undefined);
    const order = await this.reserve(paymentId);
    if ('refused' in order || 'url' in order) return order;
    const { payment, attempt } = order;
    try {
      const { reference, url: checkoutUrl } = await this.provider.begin({
        key: `attempt-${attempt}`,
        amountCents: payment.amountCents,
        description: payment.dossierReference,
        lang: payment.lang,
        returnUrl: place.page,
        noticeUrl: `${place.notices}/${attempt}/${this.checks.noticeToken(attempt)}`,
      });
      const nextCheckAt = new Date(this.clock.now().getTime() + FIRST_CHECK_MILLISECONDS);
      await this.database.manager.update(
        PaymentAttempt,
        { id: attempt, state: 'begun' },
        { state: 'open', reference, checkoutUrl, nextCheckAt },
      );
      return { url: checkoutUrl };
    } catch {
      await this.checks.giveUp(attempt);
      return { refused: 'away' };
    }
  }

  /** Before the page says where a payment stands: what the provider knows by now. */
  async refresh(paymentId: string): Promise<void> {
    for (const { id } of await this.openOf(paymentId)) await this.checks.check(id).catch(() => undefined);
  }

  /** As `refresh`, for who must know: throws when the provider does not answer. */
  async settle(paymentId: string): Promise<void> {
    for (const { id } of await this.openOf(paymentId)) await this.checks.check(id);
  }

  private reserve(paymentId: string): Promise<Begun | Reserved> {
    return this.database.transaction(async (tx) => {
      const payment = await this.payments.lock(tx, paymentId);
      if (!isOpen(payment.state)) return { refused: 'closed' };
      const [open] = await tx.findBy(PaymentAttempt, { paymentId, state: In(['begun', 'open']) });
      if (open?.checkoutUrl) return { url: open.checkoutUrl };
      if (open) return { refused: 'away' };
      if ((await this.tries(paymentId)) >= MOST_TRIES) return { refused: 'too-many' };
      const result = await tx.insert(PaymentAttempt, {
        paymentId,
        provider: this.provider.kind,
        state: 'begun',
        createdAt: this.clock.now(),
        nextCheckAt: new Date(this.clock.now().getTime() + 2 * FIRST_CHECK_MILLISECONDS),
      });
      await this.payments.move(tx, payment, 'begin');
      return { payment, attempt: (result.identifiers[0] as { id: string }).id };
    });
  }

  private tries(paymentId: string): Promise<number> {
    return this.database.manager.countBy(PaymentAttempt, { paymentId });
  }

  private openOf(paymentId: string): Promise<PaymentAttempt[]> {
    return this.database.manager.findBy(PaymentAttempt, { paymentId, state: In(['begun', 'open']) });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Clock } from '../clock.js';
import { AttemptChecks } from './attempt-checks.service.js';
import { attemptsFor, type Payable } from './payable.js';
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
  /** Those that are still to be paid. */
  readonly payments: readonly Payment[];
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
  async isOffered(payable: Payable): Promise<boolean> {
    if (this.provider.kind === 'none') return false;
    return (await this.tries(payable)) < MOST_TRIES;
  }

  /** Somebody who is paying already goes on where they were: nobody pays twice by going back. */
  async begin(payable: Payable, place: { readonly page: string; readonly notices: string }): Promise<Begun> {
    await this.refresh(payable);
    const order = await this.reserve(payable);
    if ('refused' in order || 'url' in order) return order;
    const { payments, attempt } = order;
    const [first] = payments;
    try {
      const { reference, url: checkoutUrl } = await this.provider.begin({
        key: `attempt-${attempt}`,
        amountCents: payments.reduce((sum, { amountCents }) => sum + amountCents, 0),
        description:
          payments.length === 1 ? first!.dossierReference : `${first!.dossierReference} + ${payments.length - 1}`,
        lang: first!.lang,
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
  async refresh(payable: Payable): Promise<void> {
    for (const { id } of await this.openOf(payable)) await this.checks.check(id).catch(() => undefined);
  }

  /** As `refresh`, for who must know: throws when the provider does not answer. */
  async settle(payable: Payable): Promise<void> {
    for (const { id } of await this.openOf(payable)) await this.checks.check(id);
  }

  private reserve(payable: Payable): Promise<Begun | Reserved> {
    return this.database.transaction(async (tx) => {
      const all = await this.payments.lockAll(tx, await this.payments.idsOf(payable, tx));
      const payments = all.filter(({ state }) => isOpen(state));
      if (payments.length === 0) return { refused: 'closed' };
      const [open] = await tx.findBy(PaymentAttempt, { ...attemptsFor(payable), state: In(['begun', 'open']) });
      if (open?.checkoutUrl) return { url: open.checkoutUrl };
      if (open) return { refused: 'away' };
      if ((await this.tries(payable)) >= MOST_TRIES) return { refused: 'too-many' };
      const result = await tx.insert(PaymentAttempt, {
        ...payable,
        provider: this.provider.kind,
        state: 'begun',
        createdAt: this.clock.now(),
        nextCheckAt: new Date(this.clock.now().getTime() + 2 * FIRST_CHECK_MILLISECONDS),
      });
      for (const payment of payments) await this.payments.move(tx, payment, 'begin');
      return { payments, attempt: (result.identifiers[0] as { id: string }).id };
    });
  }

  private tries(payable: Payable): Promise<number> {
    return this.database.manager.countBy(PaymentAttempt, attemptsFor(payable));
  }

  /** Also those by which one of these payments is paid together with others. */
  private async openOf(payable: Payable): Promise<{ id: string }[]> {
    return this.database.query(
      `SELECT id FROM payment_attempt WHERE state IN ('begun', 'open') AND (payment_id = ANY($1::bigint[])
         OR basket_id IN (SELECT basket_id FROM payment_basket_item WHERE payment_id = ANY($1::bigint[])))`,
      [await this.payments.idsOf(payable)],
    );
  }
}

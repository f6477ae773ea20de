import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sameSecret, Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { payableOf } from './payable.js';
import { PaymentAttempt } from './payment-attempt.entity.js';
import { PaymentProvider, type Standing } from './provider.js';
import { SurplusService } from './surplus.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A provider that has said nothing final for so long will not any more. */
const GIVEN_UP_AFTER = 40 * DAY;
const PURPOSE = 'payment notice';

/** Asks the provider where a visit to its page stands, and acts on it. Asked twice, the second time changes nothing. */
@Injectable()
export class AttemptChecks {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly provider: PaymentProvider,
    private readonly surplus: SurplusService,
  ) {}

  /** In the address that a provider is told: nobody else knows where to knock. */
  noticeToken(attemptId: string): string {
    return this.secrets.hash(PURPOSE, attemptId).toString('base64url').slice(0, 22);
  }

  isNoticeToken(attemptId: string, token: string): boolean {
    return sameSecret(token, this.noticeToken(attemptId));
  }

  byId(attemptId: string): Promise<PaymentAttempt | null> {
    return this.database.manager.findOneBy(PaymentAttempt, { id: attemptId });
  }

  async check(attemptId: string): Promise<void> {
    const attempt = await this.byId(attemptId);
    if (!attempt || attempt.state === 'paid') return;
    const old = this.clock.now().getTime() - attempt.createdAt.getTime();
    // its address never reached anybody
    if (!attempt.reference) return old > MINUTE ? this.giveUp(attemptId) : undefined;
    if (attempt.provider !== this.provider.kind) return;
    const standing = await this.provider.standing(attempt.reference);
    const known =
      standing.state === 'open' && old > GIVEN_UP_AFTER ? { ...standing, state: 'expired' as const } : standing;
    await this.database.transaction((tx) => this.apply(tx, attempt, known));
  }

  /** The provider could not be asked to begin. */
  giveUp(attemptId: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const attempt = await tx.findOneByOrFail(PaymentAttempt, { id: attemptId });
      await this.apply(tx, attempt, { state: 'failed', paidCents: 0 });
    });
  }

  private async apply(tx: Transaction, attempt: PaymentAttempt, standing: Standing): Promise<void> {
    const { id, createdAt } = attempt;
    const payable = payableOf(attempt);
    const { payments } = this.surplus;
    const paid = await payments.lockAll(tx, await payments.idsOf(payable, tx));
    const { state } = await tx.findOneByOrFail(PaymentAttempt, { id });
    const now = this.clock.now();
    if (state === 'paid' || state === standing.state) {
      if (state === 'open') await tx.update(PaymentAttempt, id, { nextCheckAt: nextCheck(createdAt, now) });
      return;
    }
    if (standing.state === 'open') return; // it had ended before
    await tx.update(PaymentAttempt, id, { state: standing.state, endedAt: now, nextCheckAt: null });
    if (standing.state !== 'paid') {
      for (const payment of paid) await payments.move(tx, payment, 'fail');
      return;
    }
    await this.surplus.receiveOnline(tx, id, payable, standing.paidCents);
  }
}

/** Often while somebody may be looking at the page, then seldom. */
function nextCheck(createdAt: Date, now: Date): Date {
  const old = now.getTime() - createdAt.getTime();
  const wait = old < 10 * MINUTE ? MINUTE : old < 2 * HOUR ? 10 * MINUTE : old < 2 * DAY ? HOUR : 6 * HOUR;
  return new Date(now.getTime() + wait);
}

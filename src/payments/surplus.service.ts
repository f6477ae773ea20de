import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { MoneyReceived } from './money-received.entity.js';
import { PaymentsService } from './payments.service.js';
import { RefundsService } from './refunds.service.js';
import { Takings } from './takings.service.js';

/** Money that came online, and what of it was not owed: that goes back by the way it came, without anybody asking. */
@Injectable()
export class SurplusService {
  constructor(
    private readonly clock: Clock,
    readonly payments: PaymentsService,
    private readonly takings: Takings,
    private readonly refunds: RefundsService,
  ) {}

  async receiveOnline(
    tx: Transaction,
    { attemptId, paymentId, amountCents }: { attemptId: string; paymentId: string; amountCents: number },
  ): Promise<void> {
    const money = await this.takings.receive(tx, {
      source: `attempt-${attemptId}`,
      means: 'online',
      amountCents,
      paymentId,
    });
    if (!money || money.surplusCents === 0) return;
    await this.refunds.ask(tx, {
      key: `money-${money.id}`,
      paymentId,
      moneyId: money.id,
      amountCents: money.surplusCents,
      reason: 'surplus',
      way: 'online',
      attemptId,
    });
    await tx.update(MoneyReceived, money.id, { settlement: 'automatic', settledAt: this.clock.now() });
  }
}

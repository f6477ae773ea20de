import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { BasketsService } from './baskets.service.js';
import { MoneyReceived } from './money-received.entity.js';
import type { Payable } from './payable.js';
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
    private readonly baskets: BasketsService,
  ) {}

  async receiveOnline(tx: Transaction, attemptId: string, payable: Payable, amountCents: number): Promise<void> {
    const money = { source: `attempt-${attemptId}`, means: 'online' as const, amountCents };
    const received =
      'basketId' in payable
        ? await this.baskets.receive(tx, payable.basketId, money)
        : [await this.takings.receive(tx, { ...money, ...payable })];
    for (const one of received) if (one && one.surplusCents > 0) await this.giveBack(tx, attemptId, one);
  }

  private async giveBack(tx: Transaction, attemptId: string, money: MoneyReceived): Promise<void> {
    await this.refunds.ask(tx, {
      key: `money-${money.id}`,
      paymentId: money.paymentId,
      moneyId: money.id,
      amountCents: money.surplusCents,
      reason: 'surplus',
      way: 'online',
      attemptId,
    });
    await tx.update(MoneyReceived, money.id, { settlement: 'automatic', settledAt: this.clock.now() });
  }
}

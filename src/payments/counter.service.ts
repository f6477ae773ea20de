import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../history/actor.js';
import { isOpen } from './payment-states.js';
import { PaymentsService } from './payments.service.js';
import { Receipts } from './receipts.service.js';
import { Takings } from './takings.service.js';

/** Payments in cash or by card, in front of an agent. */
@Injectable()
export class CounterPayments {
  constructor(
    private readonly database: DataSource,
    private readonly payments: PaymentsService,
    private readonly takings: Takings,
    private readonly receipts: Receipts,
  ) {}

  /** `form` is the token of the page: sent twice it counts once. False when it was paid, or is not asked for any more. */
  async take(id: string, means: 'cash' | 'card', form: string, actor: Actor): Promise<boolean> {
    const taken = await this.database.transaction(async (tx) => {
      const payment = await this.payments.lock(tx, id);
      if (!isOpen(payment.state)) return false;
      const source = `counter-${id}-${form}`;
      const amountCents = await this.takings.missing(tx, payment);
      const money = { source, means, amountCents, paymentId: id, receivedBy: actor.name ?? null };
      return (await this.takings.receive(tx, money, actor)) !== undefined;
    });
    // whoever stands there wants to take it along; the queue makes it again if this fails
    if (taken) await this.receipts.make(id).catch(() => undefined);
    return taken;
  }
}

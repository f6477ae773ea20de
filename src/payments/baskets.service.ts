import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Lang } from '../forms/lang.js';
import type { Actor } from '../history/actor.js';
import { PaymentBasket } from './basket.entity.js';
import { nextCommunication } from './next-communication.js';
import type { Payment } from './payment.entity.js';
import { isOpen } from './payment-states.js';
import { PaymentsService } from './payments.service.js';
import { type Share, shareOut } from './share-out.js';
import { type NewMoney, Takings } from './takings.service.js';

/** Payments that are paid at once: one visit to the provider, one transfer. Every case goes on by its own payment. */
@Injectable()
export class BasketsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly payments: PaymentsService,
    private readonly takings: Takings,
  ) {}

  /** The same payments asked for again are in the same basket. */
  make(payments: readonly Payment[], lang: Lang): Promise<PaymentBasket> {
    const ids = payments.map(({ id }) => id);
    return this.database.transaction(async (tx) => {
      await this.payments.lockAll(tx, ids);
      const [known] = await tx.query<{ id: string }[]>(
        `SELECT basket_id AS id FROM payment_basket_item GROUP BY basket_id
         HAVING array_agg(payment_id ORDER BY payment_id) = (SELECT array_agg(one ORDER BY one) FROM unnest($1::bigint[]) one)
           AND basket_id IN (SELECT basket_id FROM payment_basket_item WHERE payment_id = $2) LIMIT 1`,
        [ids, ids[0]],
      );
      if (known) return tx.findOneByOrFail(PaymentBasket, known);
      const createdAt = this.clock.now();
      const communication = await nextCommunication(tx, createdAt);
      const token = randomBytes(16).toString('base64url');
      const result = await tx.insert(PaymentBasket, { token, communication, lang, createdAt });
      const { id } = result.identifiers[0] as { id: string };
      await tx.query(
        'INSERT INTO payment_basket_item (basket_id, payment_id) SELECT $1, one FROM unnest($2::bigint[]) one',
        [id, ids],
      );
      return tx.findOneByOrFail(PaymentBasket, { id });
    });
  }

  byToken(token: string): Promise<PaymentBasket | null> {
    const { manager } = this.database;
    return /^[\w-]{22}$/.test(token) ? manager.findOneBy(PaymentBasket, { token }) : Promise.resolve(null);
  }

  async byCommunication(tx: Transaction, communication: string): Promise<string | undefined> {
    return (await tx.findOneBy(PaymentBasket, { communication }))?.id;
  }

  /** Money for all of them, shared out, each share once. Empty when this operation was known already. */
  async receive(tx: Transaction, basketId: string, money: Omit<NewMoney, 'paymentId'>, actor?: Actor) {
    const received = [];
    for (const [index, { paymentId, amountCents }] of (await this.shares(tx, basketId, money.amountCents)).entries()) {
      // the first share carries the operation's own name: known once, known for good
      const source = index === 0 ? money.source : `${money.source}-${paymentId}`;
      const one = await this.takings.receive(tx, { ...money, source, paymentId, amountCents }, actor);
      if (!one) break;
      received.push(one);
    }
    return received;
  }

  private async shares(tx: Transaction, basketId: string, amountCents: number): Promise<Share[]> {
    const claims = [];
    for (const payment of await this.payments.lockAll(tx, await this.payments.idsOf({ basketId }, tx))) {
      const missing = isOpen(payment.state) ? await this.takings.missing(tx, payment) : 0;
      claims.push({ paymentId: payment.id, amountCents: payment.amountCents, missingCents: Math.max(0, missing) });
    }
    return shareOut(amountCents, claims);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { MoneyReceived } from './money-received.entity.js';
import { type NewRefund, RefundsService } from './refunds.service.js';

/** Requests that were paid, and then withdrawn. */
@Injectable()
export class WithdrawnService {
  constructor(
    private readonly database: DataSource,
    private readonly refunds: RefundsService,
  ) {}

  /**
   * Who withdrew a request that was paid is asked nothing more: the refund is proposed to finances, who see whether anything
   * was produced meanwhile (domain.md E3).
   */
  async askBack(): Promise<void> {
    const paid = await this.database.query<{ id: string; amountCents: number }[]>(
      `SELECT p.id, p.amount_cents AS "amountCents" FROM payment p JOIN dossier d ON d.id = p.dossier_id
       WHERE p.state = 'paid' AND d.public_status = 'retiree'
         AND NOT EXISTS (SELECT FROM refund r WHERE r.key = 'withdrawal-' || p.id)`,
    );
    for (const { id, amountCents } of paid)
      await this.database.transaction(async (tx) => {
        const wanted = { key: `withdrawal-${id}`, paymentId: id, amountCents, reason: 'withdrawal' as const };
        const way = await wayBack(tx, id, amountCents);
        // even by the way it came somebody decides: something may have been produced
        await this.refunds.ask(tx, { ...wanted, ...(way ?? { way: 'transfer' }), decided: false });
      });
  }
}

type WayBack = Pick<NewRefund, 'way' | 'attemptId' | 'iban' | 'holder'>;

/** By the way it came: the provider that took it, or the account that it was transferred from. Cash has none. */
export async function wayBack(tx: Transaction, paymentId: string, amountCents: number): Promise<WayBack | undefined> {
  const monies = await tx.find(MoneyReceived, { where: { paymentId }, order: { id: 'ASC' } });
  const [money] = monies.filter((one) => one.amountCents - one.surplusCents >= amountCents && countsFor(one));
  if (money?.means === 'online') return { way: 'online', attemptId: attemptOf(money) };
  if (money?.means === 'transfer' && money.payerIban)
    return { way: 'transfer', iban: money.payerIban, holder: money.payerName ?? '' };
  return undefined;
}

/** A share of a basket has the number of its payment behind that of the visit. */
function attemptOf({ source }: MoneyReceived): string {
  return /^attempt-(\d+)/.exec(source)![1]!;
}

function countsFor({ problem }: MoneyReceived): boolean {
  return problem !== 'late' && problem !== 'double';
}

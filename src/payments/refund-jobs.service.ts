import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { iban as ibanFormat } from '../forms/formats/iban.js';
import { centsOf } from './amounts.js';
import { PaymentsService } from './payments.service.js';
import { RefundsService } from './refunds.service.js';
import { wayBack } from './withdrawn.service.js';

interface Asked {
  readonly paymentId: string;
  readonly amountCents: number;
}

/** Jobs of processes that give money back. */
@Injectable()
export class RefundJobs {
  constructor(
    private readonly database: DataSource,
    private readonly payments: PaymentsService,
    private readonly refunds: RefundsService,
  ) {}

  /** Throws a sentence: somebody has to change the case. */
  read({ refundReference, refundMontant }: Variables): Asked {
    const amountCents = centsOf(refundMontant);
    if (amountCents === undefined || amountCents === 0)
      throw new Error('"refundMontant" must be an amount in euro above 0 with at most two decimals.');
    if (typeof refundReference !== 'string') throw new Error('"refundReference" must be the reference of a payment.');
    return { paymentId: refundReference, amountCents };
  }

  /** Once per job. False when the money came by no way that leads back. */
  byTheWayItCame(jobKey: string, asked: Asked): Promise<boolean> {
    return this.ask(jobKey, asked, undefined);
  }

  /** Once per job. */
  async toAccount(jobKey: string, asked: Asked, typedIban: string, holder: string): Promise<void> {
    const iban = ibanFormat.normalise(typedIban);
    if (!iban) throw new Error('"refundIban" is no account number.');
    await this.ask(jobKey, asked, { way: 'transfer' as const, iban, holder });
  }

  private async ask(jobKey: string, { paymentId, amountCents }: Asked, account: Account | undefined): Promise<boolean> {
    const known = await this.payments.byId(paymentId);
    if (!known) throw new Error('"refundReference" names no payment.');
    return this.database.transaction(async (tx) => {
      const payment = await this.payments.lock(tx, paymentId);
      if (payment.state !== 'paid') throw new Error(`The payment is ${payment.state}: there is nothing to give back.`);
      if (amountCents > payment.amountCents) throw new Error('More is to be given back than was paid.');
      const way = account ?? (await wayBack(tx, paymentId, amountCents));
      if (!way) return false;
      await this.refunds.ask(tx, { key: `job-${jobKey}`, paymentId, jobKey, amountCents, reason: 'decision', ...way });
      return true;
    });
  }
}

interface Account {
  readonly way: 'transfer';
  readonly iban: string;
  readonly holder: string;
}

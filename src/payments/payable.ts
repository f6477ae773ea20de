import { IsNull } from 'typeorm';
import type { PaymentAttempt } from './payment-attempt.entity.js';

/** What is paid at once: one payment, or a basket of several. */
export type Payable = { readonly paymentId: string } | { readonly basketId: string };

/** What a visit to the provider's page pays. */
export function payableOf({ paymentId, basketId }: PaymentAttempt): Payable {
  return paymentId === null ? { basketId: basketId! } : { paymentId };
}

/** Visits for exactly this. */
export function attemptsFor(payable: Payable) {
  return 'paymentId' in payable
    ? { paymentId: payable.paymentId, basketId: IsNull() }
    : { basketId: payable.basketId, paymentId: IsNull() };
}

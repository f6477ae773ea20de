import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import type { Payment } from '../../payments/payment.entity.js';
import { isOpen } from '../../payments/payment-states.js';

/** A payment in a list of the applicant's. */
export interface PaymentRow {
  readonly href: string;
  readonly amount: string;
  readonly state: Payment['state'];
  readonly open: boolean;
  readonly reference: string;
  readonly procedureKey: string;
  readonly askedAt: Date;
  readonly receiptNumber: string | null;
}

export function paymentRow(payment: Payment, lang: Lang): PaymentRow {
  const { token, amountCents, state, dossierReference, procedureKey, createdAt, receiptNumber } = payment;
  return {
    href: `/paiements/${token}`,
    amount: amountText(amountCents, lang),
    state,
    open: isOpen(state),
    reference: dossierReference,
    procedureKey,
    askedAt: createdAt,
    receiptNumber,
  };
}

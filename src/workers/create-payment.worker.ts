import { Injectable } from '@nestjs/common';
import { centsOf } from '../payments/amounts.js';
import { PaymentsService } from '../payments/payments.service.js';
import { showCommunication } from '../payments/structured-communication.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Asks the applicant to pay. When it is paid, the message `payment-resultat` comes with `paymentEtat` = `confirme`; its key is
 * the `paymentReference` that this gives.
 *
 * Variables: `paymentMontant`, in euro. Results: `paymentReference`, `paymentLien` (the page where it is paid), and
 * `paymentCommunication` for a transfer.
 */
@Injectable()
export class CreatePaymentWorker implements Worker {
  constructor(private readonly payments: PaymentsService) {}

  async work({ key: jobKey, variables, processInstanceKey }: Job): Promise<Result> {
    const amountCents = centsOf(variables['paymentMontant']);
    if (amountCents === undefined || amountCents === 0)
      throw new Error('"paymentMontant" must be an amount in euro above 0 with at most two decimals.');
    const { dossier } = variables;
    const dossierId = dossier && typeof dossier === 'object' && 'id' in dossier ? dossier.id : undefined;
    if (typeof dossierId !== 'string') throw new Error('The process has no dossier that something could be paid for.');
    const { id, token, communication } = await this.payments.open({
      jobKey,
      processInstanceKey,
      dossierId,
      amountCents,
    });
    return {
      variables: {
        paymentReference: id,
        paymentLien: `/paiements/${token}`,
        paymentCommunication: showCommunication(communication),
      },
    };
  }
}

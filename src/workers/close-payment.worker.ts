import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../payments/attempts.service.js';
import { PaymentsService } from '../payments/payments.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Nobody waits for this payment any more: money that comes later goes back. The provider is asked first, so that who paid in
 * the last moment has paid.
 *
 * Variables: `paymentReference`. Results: `paymentEtat`, `confirme` or `expire`.
 */
@Injectable()
export class ClosePaymentWorker implements Worker {
  constructor(
    private readonly payments: PaymentsService,
    private readonly attempts: AttemptsService,
  ) {}

  async work({ variables }: Job): Promise<Result> {
    const { paymentReference } = variables;
    const payment = typeof paymentReference === 'string' ? await this.payments.byId(paymentReference) : null;
    if (!payment) throw new Error('"paymentReference" names no payment.');
    await this.attempts.settle({ paymentId: payment.id });
    return { variables: { paymentEtat: (await this.payments.expire(payment.id)) ? 'confirme' : 'expire' } };
  }
}

import { Injectable } from '@nestjs/common';
import { RefundJobs } from '../payments/refund-jobs.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Gives back what was paid by the way it came: the provider, or the account of the transfer. The job waits until it is done;
 * above the limit of the town two agents approve it first.
 *
 * Variables: `refundReference` (the payment), `refundMontant` in euro. Result: `refundPreuve`. BPMN errors:
 * `remboursement-impossible` when there is no such way, `remboursement-refuse` when finances say no.
 */
@Injectable()
export class CancelPaymentWorker implements Worker {
  constructor(private readonly refunds: RefundJobs) {}

  async work({ key, variables }: Job): Promise<Result> {
    const waiting = await this.refunds.byTheWayItCame(key, this.refunds.read(variables));
    return waiting ? { waiting: true } : { error: { code: 'remboursement-impossible' } };
  }
}

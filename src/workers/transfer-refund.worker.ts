import { Injectable } from '@nestjs/common';
import { RefundJobs } from '../payments/refund-jobs.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Gives back what was paid to an account that the applicant named. The job waits until finances have approved and executed it
 * on the desk's page of refunds.
 *
 * Variables: `refundReference`, `refundMontant`, `refundIban`, `refundTitulaire`. Result: `refundPreuve`. BPMN error:
 * `remboursement-refuse`.
 */
@Injectable()
export class TransferRefundWorker implements Worker {
  constructor(private readonly refunds: RefundJobs) {}

  async work({ key, variables }: Job): Promise<Result> {
    const { refundIban, refundTitulaire } = variables;
    if (typeof refundIban !== 'string' || typeof refundTitulaire !== 'string')
      throw new Error('"refundIban" and "refundTitulaire" must be texts.');
    await this.refunds.toAccount(key, this.refunds.read(variables), refundIban, refundTitulaire);
    return { waiting: true };
  }
}

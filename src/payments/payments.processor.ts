import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { AttemptChecks } from './attempt-checks.service.js';
import { Receipts } from './receipts.service.js';
import { RefundResults } from './refund-results.service.js';
import { RefundSending } from './refund-sending.service.js';

/** Asks providers, makes receipts, sends money back. */
@Processor('payments', { ...WORKER, ...queues.payments })
export class PaymentsProcessor extends WorkerHost {
  constructor(
    private readonly checks: AttemptChecks,
    private readonly receipts: Receipts,
    private readonly sending: RefundSending,
    private readonly results: RefundResults,
  ) {
    super();
  }

  process({ name, data }: Job): Promise<void> {
    switch (name) {
      case 'payment-attempt.noticed':
        return this.checks.check((data as Delivered<'payment-attempt.noticed'>).attemptId);
      case 'payment.paid':
        return this.receipts.make((data as Delivered<'payment.paid'>).paymentId);
      case 'refund.due':
        return this.sending.send((data as Delivered<'refund.due'>).refundId);
      default:
        return this.results.tell((data as Delivered<'refund.ended'>).refundId);
    }
  }
}

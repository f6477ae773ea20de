import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { MailDelivery } from './mail-delivery.js';

/** A message was queued. */
@Processor('notifications', { ...WORKER, ...queues.notifications })
export class MailProcessor extends WorkerHost {
  constructor(private readonly delivery: MailDelivery) {
    super();
  }

  process({ data }: Job<Delivered<'mail.queued'>>): Promise<void> {
    return this.delivery.deliver(data.mailId);
  }
}

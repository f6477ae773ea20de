import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { SmsService } from '../notifications/sms.service.js';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { MailDelivery } from './mail-delivery.js';

/** An e-mail or a text message was queued. */
@Processor('notifications', { ...WORKER, ...queues.notifications })
export class MailProcessor extends WorkerHost {
  constructor(
    private readonly delivery: MailDelivery,
    private readonly sms: SmsService,
  ) {
    super();
  }

  process({ name, data }: Job): Promise<void> {
    return name === 'sms.queued'
      ? this.sms.deliver((data as Delivered<'sms.queued'>).smsId)
      : this.delivery.deliver((data as Delivered<'mail.queued'>).mailId);
  }
}

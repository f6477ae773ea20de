import { Module, type OnModuleInit } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { Sweep } from '../outbox/sweep.js';
import { Digests } from './digests.service.js';
import { MailDelivery } from './mail-delivery.js';
import { MailModule } from './mail.module.js';
import { MailProcessor } from './mail.processor.js';

/** What the background program does for e-mails and text messages. */
@Module({
  imports: [MailModule, NotificationsModule, OutboxModule],
  providers: [Digests, MailDelivery, MailProcessor],
})
export class MailProcessorsModule implements OnModuleInit {
  constructor(
    private readonly digests: Digests,
    private readonly sweep: Sweep,
  ) {}

  onModuleInit(): void {
    this.digests.startWith(this.sweep);
  }
}

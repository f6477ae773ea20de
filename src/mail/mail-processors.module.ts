import { Module } from '@nestjs/common';
import { MailDelivery } from './mail-delivery.js';
import { MailModule } from './mail.module.js';
import { MailProcessor } from './mail.processor.js';

/** What the background program does for e-mails. */
@Module({ imports: [MailModule], providers: [MailDelivery, MailProcessor] })
export class MailProcessorsModule {}

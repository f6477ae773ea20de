import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { MailMessage } from './mail-message.entity.js';
import { MailService } from './mail.service.js';
import { MessageWriter } from './message-writer.js';
import { OwnMessages } from './own-messages.js';

@Module({
  imports: [NotificationsModule, OutboxModule, TypeOrmModule.forFeature([MailMessage])],
  providers: [MailService, MessageWriter, OwnMessages],
  exports: [MailService, MessageWriter, OwnMessages],
})
export class MailModule {}

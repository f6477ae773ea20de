import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { Config } from '../config.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { ChoicesService } from './choices.service.js';
import { Notification } from './notification.entity.js';
import { NotificationsService } from './notifications.service.js';
import { PhonesService } from './phones.service.js';
import { HttpSms, LocalSms, SmsGateway } from './sms-gateway.js';
import { SmsMessage } from './sms-message.entity.js';
import { SmsService } from './sms.service.js';

/** What people are told, and how they want it. */
@Module({
  imports: [AccessModule, OutboxModule, TypeOrmModule.forFeature([Notification, SmsMessage])],
  providers: [
    ChoicesService,
    NotificationsService,
    PhonesService,
    SmsService,
    {
      provide: SmsGateway,
      inject: [Config],
      useFactory: ({ smsUrl, smsToken }: Config): SmsGateway =>
        smsUrl ? new HttpSms(smsUrl, smsToken) : new LocalSms(),
    },
  ],
  exports: [ChoicesService, NotificationsService, PhonesService, SmsService],
})
export class NotificationsModule {}

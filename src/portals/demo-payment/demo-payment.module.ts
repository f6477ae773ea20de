import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { PaymentsModule } from '../../payments/payments.module.js';
import { DemoPaymentController } from './demo-payment.controller.js';

/** A payment provider that moves no money: success, failure, and everything that can go wrong. */
@Module({ imports: [AccessModule, PaymentsModule], controllers: [DemoPaymentController] })
export class DemoPaymentModule {}

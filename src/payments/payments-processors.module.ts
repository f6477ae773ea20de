import { Module, type OnModuleInit } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { Sweep } from '../outbox/sweep.js';
import { OldPayments } from './old-payments.service.js';
import { PaymentWatch } from './payment-watch.service.js';
import { PaymentsModule } from './payments.module.js';
import { PaymentsProcessor } from './payments.processor.js';

/** The queue `payments`, and what is looked after with every sweep. */
@Module({ imports: [OutboxModule, PaymentsModule], providers: [OldPayments, PaymentsProcessor] })
export class PaymentsProcessorsModule implements OnModuleInit {
  constructor(
    private readonly watch: PaymentWatch,
    private readonly old: OldPayments,
    private readonly sweep: Sweep,
  ) {}

  onModuleInit(): void {
    this.watch.startWith(this.sweep);
    this.old.startWith(this.sweep);
  }
}

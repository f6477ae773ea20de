import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { Config } from '../config.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { AttemptChecks } from './attempt-checks.service.js';
import { AttemptsService } from './attempts.service.js';
import { BankImport } from './bank-import.service.js';
import { BankFile } from './bank-file.entity.js';
import { PaymentBasket } from './basket.entity.js';
import { BasketsService } from './baskets.service.js';
import { CashClosings } from './cash-closings.service.js';
import { CounterPayments } from './counter.service.js';
import { LedgerService } from './ledger.service.js';
import { Mollie } from './mollie.js';
import { MoneyReceived } from './money-received.entity.js';
import { PaymentAttempt } from './payment-attempt.entity.js';
import { PaymentCodes } from './payment-codes.service.js';
import { PaymentMail } from './payment-mail.js';
import { PaymentWatch } from './payment-watch.service.js';
import { Payment } from './payment.entity.js';
import { PaymentsService } from './payments.service.js';
import { NoPaymentProvider, PaymentProvider } from './provider.js';
import { Receipts } from './receipts.service.js';
import { RefundJobs } from './refund-jobs.service.js';
import { RefundEnds } from './refund-ends.service.js';
import { RefundResults } from './refund-results.service.js';
import { RefundSending } from './refund-sending.service.js';
import { Refund } from './refund.entity.js';
import { RefundsService } from './refunds.service.js';
import { SettlementsService } from './settlements.service.js';
import { Simulator } from './simulator.js';
import { SurplusService } from './surplus.service.js';
import { Takings } from './takings.service.js';
import { WithdrawnService } from './withdrawn.service.js';

const services = [
  AttemptChecks,
  AttemptsService,
  BankImport,
  BasketsService,
  CashClosings,
  CounterPayments,
  LedgerService,
  PaymentCodes,
  PaymentWatch,
  PaymentsService,
  Receipts,
  RefundJobs,
  RefundResults,
  RefundSending,
  RefundsService,
  SettlementsService,
  Simulator,
  Takings,
];

/** What is paid, by which way it comes, and what goes back. */
@Module({
  imports: [
    AccessModule,
    DocumentsModule,
    HistoryModule,
    MailModule,
    OutboxModule,
    TypeOrmModule.forFeature([BankFile, MoneyReceived, Payment, PaymentAttempt, PaymentBasket, Refund]),
    WorkflowModule,
  ],
  providers: [
    ...services,
    PaymentMail,
    RefundEnds,
    SurplusService,
    WithdrawnService,
    {
      provide: PaymentProvider,
      inject: [Config, Simulator],
      useFactory: (config: Config, simulator: Simulator): PaymentProvider => {
        const { payments, mollieApiUrl: url, mollieApiKey: key = '' } = config;
        if (payments === 'mollie') return new Mollie({ url, key });
        return payments === 'simulator' ? simulator : new NoPaymentProvider();
      },
    },
  ],
  exports: [...services, PaymentProvider],
})
export class PaymentsModule {}

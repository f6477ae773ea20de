import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { HistoryModule } from '../history/history.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { WorkflowModule } from '../workflow/workflow.module.js';
import { AfterSigning } from './after-signing.js';
import { Circuit } from './circuit.js';
import { CscClient } from './csc-client.js';
import { MakingService } from './making.service.js';
import { IssuingService } from './issuing.service.js';
import { RemoteProvider } from './remote-provider.js';
import { ReplacementService } from './replacement.service.js';
import { ResultsService } from './results.service.js';
import { SignatureMail } from './signature-mail.js';
import { NoProvider, SignatureProvider } from './signature-provider.js';
import { SignatureRequest } from './signature-request.entity.js';
import { SignatureRequests } from './signature-requests.service.js';
import { SignatureRow } from './signature.entity.js';
import { SigningKey } from './signing-key.entity.js';
import { SubstitutesService } from './substitutes.service.js';
import { TestProvider } from './test-provider.js';
import { TrayService } from './tray.service.js';
import { WatchService } from './watch.service.js';

/** Electronic signatures and seals of documents. */
@Module({
  imports: [
    AccessModule,
    DocumentsModule,
    HistoryModule,
    MailModule,
    OutboxModule,
    WorkflowModule,
    TypeOrmModule.forFeature([SignatureRequest, SignatureRow, SigningKey]),
  ],
  providers: [
    AfterSigning,
    Circuit,
    IssuingService,
    MakingService,
    ReplacementService,
    ResultsService,
    SignatureMail,
    SignatureRequests,
    SubstitutesService,
    TestProvider,
    TrayService,
    WatchService,
    {
      provide: SignatureProvider,
      inject: [Config, Clock, TestProvider],
      useFactory: (config: Config, clock: Clock, test: TestProvider): SignatureProvider => {
        if (config.signatures === 'none') return new NoProvider();
        if (config.signatures === 'test') return test;
        const { signatureProviderUrl: url = '', signatureClientId: clientId = '' } = config;
        const client = new CscClient({ url, clientId, clientSecret: config.signatureClientSecret ?? '' }, clock);
        return new RemoteProvider(client, config.signatureSealCredential);
      },
    },
  ],
  exports: [
    IssuingService,
    MakingService,
    ReplacementService,
    ResultsService,
    SignatureProvider,
    SignatureRequests,
    SubstitutesService,
    TestProvider,
    TrayService,
    WatchService,
  ],
})
export class SignaturesModule {}

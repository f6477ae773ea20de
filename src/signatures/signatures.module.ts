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
import { CscSimulator, SIMULATOR, SIMULATOR_CLIENT, SIMULATOR_SEAL } from './csc-simulator.js';
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
import { TestAuthority } from './test-authority.js';
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
    CscSimulator,
    IssuingService,
    MakingService,
    ReplacementService,
    ResultsService,
    SignatureMail,
    SignatureRequests,
    SubstitutesService,
    TestAuthority,
    TestProvider,
    TrayService,
    WatchService,
    {
      provide: SignatureProvider,
      inject: [Config, Clock, TestProvider, CscSimulator],
      useFactory: (config: Config, clock: Clock, test: TestProvider, simulator: CscSimulator): SignatureProvider => {
        if (config.signatures === 'none') return new NoProvider();
        if (config.signatures === 'test') return test;
        if (config.signatures === 'simulator') {
          const access = { clientId: SIMULATOR_CLIENT, clientSecret: simulator.clientSecret };
          const url = `${config.publicUrl}${SIMULATOR}/csc/v2`;
          return new RemoteProvider(new CscClient({ url, ...access }, clock), SIMULATOR_SEAL, 'simulator');
        }
        const { signatureProviderUrl: url = '', signatureClientId: clientId = '' } = config;
        const client = new CscClient({ url, clientId, clientSecret: config.signatureClientSecret ?? '' }, clock);
        return new RemoteProvider(client, config.signatureSealCredential);
      },
    },
  ],
  exports: [
    CscSimulator,
    IssuingService,
    MakingService,
    ReplacementService,
    ResultsService,
    SignatureProvider,
    SignatureRequests,
    SubstitutesService,
    TestAuthority,
    TestAuthority,
    TestProvider,
    TrayService,
    WatchService,
  ],
})
export class SignaturesModule {}

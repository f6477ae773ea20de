import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { CscClient } from './csc-client.js';
import { RemoteProvider } from './remote-provider.js';
import { NoProvider, SignatureProvider } from './signature-provider.js';
import { SigningKey } from './signing-key.entity.js';
import { TestProvider } from './test-provider.js';

/** Electronic signatures and seals of documents. */
@Module({
  imports: [AccessModule, TypeOrmModule.forFeature([SigningKey])],
  providers: [
    TestProvider,
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
  exports: [SignatureProvider, TestProvider],
})
export class SignaturesModule {}

import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { SignaturesModule } from './signatures.module.js';
import { SignaturesProcessor } from './signatures.processor.js';

/** The queue `signatures`. */
@Module({ imports: [OutboxModule, SignaturesModule], providers: [SignaturesProcessor] })
export class SignaturesProcessorsModule {}

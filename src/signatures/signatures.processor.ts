import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { WORKER } from '../outbox/queues.js';
import { Sweep } from '../outbox/sweep.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { MakingService } from './making.service.js';
import { ResultsService } from './results.service.js';
import { WatchService } from './watch.service.js';

/** Makes signatures, asks providers again, reminds signatories, and tells processes what became of their documents. */
@Processor('signatures', { ...WORKER, ...queues.signatures })
export class SignaturesProcessor extends WorkerHost {
  constructor(
    private readonly making: MakingService,
    private readonly results: ResultsService,
    private readonly watching: WatchService,
    sweep: Sweep,
  ) {
    super();
    watching.startWith(sweep);
  }

  process({ name, data }: Job): Promise<void> {
    switch (name) {
      case 'signature.asked':
        return this.making.make((data as Delivered<'signature.asked'>).signatureId);
      case 'signature-request.ended':
        return this.results.tell((data as Delivered<'signature-request.ended'>).requestId);
      case 'signature.reminder-due':
        return this.watching.remind(data as Delivered<'signature.reminder-due'>);
      default:
        return this.watching.tellProcess(data as Delivered<'signature.late'>);
    }
  }
}

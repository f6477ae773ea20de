import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { ProgressService } from './progress.service.js';

/** What a process tells about its dossier. */
@Processor('dossiers', { ...WORKER, ...queues.dossiers })
export class DossiersProcessor extends WorkerHost {
  constructor(private readonly progress: ProgressService) {
    super();
  }

  process({ name, data }: Job): Promise<void> {
    return name === 'process-instance.ended'
      ? this.progress.ended(data as Delivered<'process-instance.ended'>)
      : this.progress.reached(data as Delivered<'public-status.reached'>);
  }
}

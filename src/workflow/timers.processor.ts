import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { WORKER } from '../outbox/queues.js';
import { type Delivered, queues } from '../outbox/topics.js';
import { TimersService } from './timers.service.js';

/** A timer fell due. */
@Processor('timers', { ...WORKER, ...queues.timers })
export class TimersProcessor extends WorkerHost {
  constructor(private readonly timers: TimersService) {
    super();
  }

  process({ data }: Job<Delivered<'timer.scheduled'>>): Promise<void> {
    return this.timers.fire(data.timerKey);
  }
}

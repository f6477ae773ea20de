import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ConsultationsService } from '../registers/consultations.service.js';
import { registerQuestion } from './register-question.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Has an act that exists on paper only digitised by the commune that drew it up; asking twice changes nothing.
 *
 * Variables: as for `consult-register`, which says `papier` before and `trouve` once it is done.
 */
@Injectable()
export class DigitiseActWorker implements Worker {
  constructor(
    private readonly consultations: ConsultationsService,
    private readonly clock: Clock,
  ) {}

  async work(job: Job, stop?: AbortSignal): Promise<Result> {
    await this.consultations.digitise(registerQuestion(job, this.clock.now()), stop);
    return {};
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ConsultationsService } from '../registers/consultations.service.js';
import { type Answer, RegisterDown } from '../registers/register.js';
import { registerQuestion } from './register-question.js';
import type { Job, Result, Worker } from './worker.js';

/** How processes call what a register answers. */
const STATES: Readonly<Record<Answer['state'], string>> = {
  found: 'trouve',
  'on-paper': 'papier',
  'in-treatment': 'en-traitement',
  none: 'aucun',
  'by-hand': 'manuel',
};

/**
 * Asks a register whether it has what the case needs. Nothing of what it says about a person becomes a variable: only where
 * it stands.
 *
 * Variables: `registerPiece`; `registerDepuis`, when the case first asked (now, without it). Results: `registerEtat`
 * (`trouve`, `papier`, `en-traitement`, `aucun`, `manuel`, `indisponible`), `registerMotif` (why an agent must look, or null)
 * and `registerDepuis`. A register that is down is an answer; one that answers about somebody else fails the job.
 */
@Injectable()
export class ConsultRegisterWorker implements Worker {
  constructor(
    private readonly consultations: ConsultationsService,
    private readonly clock: Clock,
  ) {}

  async work(job: Job, stop?: AbortSignal): Promise<Result> {
    const wanted = registerQuestion(job, this.clock.now());
    const known = { registerDepuis: wanted.since.toISOString() };
    try {
      const answer = await this.consultations.ask(wanted, stop);
      const registerMotif = answer.state === 'by-hand' ? answer.reason : null;
      return { variables: { ...known, registerEtat: STATES[answer.state], registerMotif } };
    } catch (error) {
      if (!(error instanceof RegisterDown)) throw error;
      return { variables: { ...known, registerEtat: 'indisponible', registerMotif: null } };
    }
  }
}

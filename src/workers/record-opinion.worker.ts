import { Injectable } from '@nestjs/common';
import { OpinionRequests } from '../opinions/requests.service.js';
import { SILENCES, VERDICTS } from '../procedures/opinion-words.js';
import { requestIn, textIn } from './opinion-variables.js';
import type { Job, Result, Worker } from './worker.js';

const WORDS = [...VERDICTS, ...SILENCES];

/**
 * Writes down with the dossier what the procedure goes on with: `opinionsUn` has the opinion, or what silence is taken for
 * (`avis`), and its `conditions`.
 */
@Injectable()
export class RecordOpinionWorker implements Worker {
  constructor(private readonly requests: OpinionRequests) {}

  async work({ variables }: Job): Promise<Result> {
    const { opinionsUn: one } = variables;
    const written = textIn(one, 'avis');
    const said = WORDS.find((word) => word === written);
    if (!said) throw new Error(`"opinionsUn" must have an "avis": ${WORDS.join(', ')}.`);
    await this.requests.note(requestIn(variables), { said, conditions: textIn(one, 'conditions') ?? null });
    return {};
  }
}

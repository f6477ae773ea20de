import { Injectable } from '@nestjs/common';
import { readDuration } from '../clock.js';
import { endOfDay } from '../opinions/deadline.js';
import { OpinionRequests } from '../opinions/requests.service.js';
import { requestIn } from './opinion-variables.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Writes once more to who is asked by `opinionsDemande`, with `messages/<template>.njk`; a body outside the town gets a link
 * of its own again. Nobody who has no address, or has answered, is written to. A later `opinionsEcheance` puts the deadline off.
 *
 * Headers: `template`; may: `unlessWithin` (ISO 8601 duration): no message when one went out so short a time ago.
 */
@Injectable()
export class RemindOpinionWorker implements Worker {
  constructor(private readonly requests: OpinionRequests) {}

  async work({ key, headers, variables }: Job): Promise<Result> {
    const { template, unlessWithin = 'PT0S' } = headers;
    if (!template) throw new Error('The header "template" is missing.');
    const quiet = readDuration(unlessWithin);
    if (quiet === undefined)
      throw new Error(
        `The header "unlessWithin" must be an ISO 8601 duration such as PT12H, but is "${unlessWithin}".`,
      );
    const { opinionsEcheance: day } = variables;
    const dueAt = typeof day === 'string' ? endOfDay(day) : undefined;
    await this.requests.remind(requestIn(variables), key, { template, variables, quiet, ...(dueAt && { dueAt }) });
    return {};
  }
}

import { Injectable } from '@nestjs/common';
import { CosignatureInvitations } from '../cosignatures/invitations.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Sends the second person of `cosignDemande` the same link once more, with `messages/<template>.njk`, which is given
 * `cosignJeton`; nothing to who has answered.
 */
@Injectable()
export class RemindCosignerWorker implements Worker {
  constructor(private readonly invitations: CosignatureInvitations) {}

  async work({ key, headers: { template }, variables }: Job): Promise<Result> {
    const { cosignDemande: id } = variables;
    if (!template) throw new Error('The header "template" is missing.');
    if (typeof id !== 'string' || !/^\d{1,19}$/.test(id))
      throw new Error('"cosignDemande" must be what the job invite-cosigner has given.');
    await this.invitations.remind(id, key, { template, variables });
    return {};
  }
}

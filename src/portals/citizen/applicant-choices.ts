import { Injectable } from '@nestjs/common';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { SatisfactionService } from '../../dossiers/satisfaction.service.js';
import { WithdrawalService } from '../../dossiers/withdrawal.service.js';

/** What an applicant can do with a dossier now. */
@Injectable()
export class ApplicantChoices {
  constructor(
    private readonly withdrawals: WithdrawalService,
    private readonly satisfaction: SatisfactionService,
  ) {}

  async of(dossier: Dossier): Promise<{ withdraw: boolean; rate: boolean }> {
    return {
      withdraw: this.withdrawals.isPossible(dossier),
      rate: await this.satisfaction.isAsked(dossier),
    };
  }
}

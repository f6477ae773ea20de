import { Injectable } from '@nestjs/common';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { SatisfactionService } from '../../dossiers/satisfaction.service.js';
import { WithdrawalService } from '../../dossiers/withdrawal.service.js';
import type { Lang } from '../../forms/lang.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { type PaymentRow, paymentRow } from './payment-row.js';

/** What an applicant can do with a dossier now, and what there is to pay. */
@Injectable()
export class ApplicantChoices {
  constructor(
    private readonly withdrawals: WithdrawalService,
    private readonly satisfaction: SatisfactionService,
    private readonly payments: PaymentsService,
  ) {}

  async of(dossier: Dossier, lang: Lang): Promise<{ withdraw: boolean; rate: boolean; payments: PaymentRow[] }> {
    return {
      withdraw: this.withdrawals.isPossible(dossier),
      rate: await this.satisfaction.isAsked(dossier),
      payments: (await this.payments.ofDossiers([dossier.id])).map((one) => paymentRow(one, lang)),
    };
  }
}

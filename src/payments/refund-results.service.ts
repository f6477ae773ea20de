import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobsService } from '../workflow/jobs.service.js';
import { PaymentMail } from './payment-mail.js';
import { IMPOSSIBLE } from './refund-sending.service.js';
import { Refund } from './refund.entity.js';

/** Tells the process, or whoever paid, what became of a refund. Told twice, the second time changes nothing. */
@Injectable()
export class RefundResults {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: JobsService,
    private readonly mail: PaymentMail,
  ) {}

  async tell(refundId: string): Promise<void> {
    const refund = await this.database.manager.findOneByOrFail(Refund, { id: refundId });
    const { id, state, jobKey, providerReference, note } = refund;
    if (!jobKey) {
      if (state === 'done') await this.database.transaction((tx) => this.mail.refunded(tx, refund));
    } else if (state === 'done')
      await this.jobs.complete(jobKey, { refundPreuve: providerReference ?? `virement-${id}` });
    else
      await this.jobs.throwError(jobKey, {
        code: note === IMPOSSIBLE ? 'remboursement-impossible' : 'remboursement-refuse',
        message: note ?? '',
      });
  }
}

import {
  Controller,
  Get,
  HttpException,
  HttpStatus,
  Ip,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { Public } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import type { Lang } from '../../forms/lang.js';
import { AttemptsService } from '../../payments/attempts.service.js';
import type { Payment } from '../../payments/payment.entity.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { PageLang } from '../views/page-lang.js';
import { PaymentView } from './payment-view.js';

/** Why the payer is on this page again: words of `payment.refused`. */
const REFUSED = ['closed', 'too-many', 'away'] as const;

/** A word of the query, when it is one. */
export function refusedBy(word: string | undefined): (typeof REFUSED)[number] | undefined {
  return REFUSED.find((one) => one === word);
}

/**
 * Where something is paid. Whoever has its address may pay and sees what is paid, not for whom: also somebody who pays for
 * another one.
 */
@Public()
@Controller('paiements/:token')
export class PaymentController {
  constructor(
    private readonly config: Config,
    private readonly limits: LimitsService,
    private readonly payments: PaymentsService,
    private readonly attempts: AttemptsService,
    private readonly view: PaymentView,
  ) {}

  /** Safe to reload: while somebody is paying, the provider is asked every time. */
  @Get()
  async show(
    @Param('token') token: string,
    @Query() { refus, retour }: { refus?: string; retour?: string },
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const known = await this.find(token);
    if (known.state === 'pending') await this.attempts.refresh({ paymentId: known.id });
    const payment = await this.find(token);
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/payment.njk', {
      ...(await this.view.of(payment, lang)),
      refused: refusedBy(refus),
      back: retour === undefined ? undefined : `/dossiers/${payment.dossierReference}`,
    });
  }

  @Get('invitation.pdf')
  async invitation(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const pdf = await this.view.invitation(await this.find(token));
    if (!pdf) throw new NotFoundException();
    response.set({ 'Content-Type': 'application/pdf', 'Cache-Control': 'private, no-store' }).send(pdf);
  }

  @Post('en-ligne')
  async pay(@Param('token') token: string, @Ip() address: string, @Res() response: Response): Promise<void> {
    const payment = await this.find(token);
    if (await this.limits.spend('pay-address', address))
      throw new HttpException('Too many requests.', HttpStatus.TOO_MANY_REQUESTS);
    const page = `${this.config.publicUrl}/paiements/${token}`;
    const place = { page, notices: `${this.config.publicUrl}/paiements/avis` };
    const begun = await this.attempts.begin({ paymentId: payment.id }, place);
    const next = 'url' in begun ? begun.url : `/paiements/${token}?refus=${begun.refused}`;
    response.redirect(HttpStatus.SEE_OTHER, next);
  }

  private async find(token: string): Promise<Payment> {
    const payment = await this.payments.byToken(token);
    if (!payment) throw new NotFoundException();
    return payment;
  }
}

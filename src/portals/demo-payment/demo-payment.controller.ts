import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { OUTCOMES, type SimulatedPayment, Simulator } from '../../payments/simulator.js';
import { PageLang } from '../views/page-lang.js';
import { SimulatorOnlyGuard } from './simulator-only.guard.js';

/** The page of the pretend payment provider: how it ends is chosen by hand. */
@Public()
@UseGuards(SimulatorOnlyGuard)
@Controller('prestataire-paiement/:reference')
export class DemoPaymentController {
  constructor(private readonly simulator: Simulator) {}

  @Get()
  async show(@Param('reference') reference: string, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const payment = await this.find(reference);
    response.render('citizen/demo-payment.njk', {
      payment,
      amount: amountText(payment.amountCents, lang),
      outcomes: OUTCOMES,
      // the address as the portal gave it, which is this portal's own
      returnTo: payment.returnUrl,
    });
  }

  @Post()
  async decide(
    @Param('reference') reference: string,
    @Body('outcome') typed: unknown,
    @Res() response: Response,
  ): Promise<void> {
    const payment = await this.find(reference);
    if (typed === 'notify') await this.simulator.release(reference);
    const outcome = OUTCOMES.find((one) => one === typed);
    if (outcome) await this.simulator.decide(reference, outcome);
    if (outcome === 'late') return response.redirect(HttpStatus.SEE_OTHER, `/prestataire-paiement/${reference}`);
    await this.simulator.notify(payment);
    // a provider that is not sure tells it once more
    if (outcome === 'double') await this.simulator.notify(payment);
    response.redirect(HttpStatus.SEE_OTHER, payment.returnUrl);
  }

  private async find(reference: string): Promise<SimulatedPayment> {
    const payment = await this.simulator.find(reference);
    if (!payment) throw new NotFoundException();
    return payment;
  }
}

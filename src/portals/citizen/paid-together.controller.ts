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
import type { PaymentBasket } from '../../payments/basket.entity.js';
import { BasketsService } from '../../payments/baskets.service.js';
import { PageLang } from '../views/page-lang.js';
import { PaymentView } from './payment-view.js';
import { refusedBy } from './payment.controller.js';

/** Several payments on one page. As for one: whoever has its address may pay, and sees what is paid, not for whom. */
@Public()
@Controller('panier/:token')
export class PaidTogetherController {
  constructor(
    private readonly config: Config,
    private readonly limits: LimitsService,
    private readonly baskets: BasketsService,
    private readonly attempts: AttemptsService,
    private readonly view: PaymentView,
  ) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Query('refus') refused: string | undefined,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const basket = await this.find(token);
    await this.attempts.refresh({ basketId: basket.id });
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/paid-together.njk', {
      ...(await this.view.ofBasket(basket, lang)),
      refused: refusedBy(refused),
    });
  }

  @Post('en-ligne')
  async pay(@Param('token') token: string, @Ip() address: string, @Res() response: Response): Promise<void> {
    const { id: basketId } = await this.find(token);
    if (await this.limits.spend('pay-address', address))
      throw new HttpException('Too many requests.', HttpStatus.TOO_MANY_REQUESTS);
    const { publicUrl } = this.config;
    const place = { page: `${publicUrl}/panier/${token}`, notices: `${publicUrl}/paiements/avis` };
    const begun = await this.attempts.begin({ basketId }, place);
    response.redirect(HttpStatus.SEE_OTHER, 'url' in begun ? begun.url : `/panier/${token}?refus=${begun.refused}`);
  }

  private async find(token: string): Promise<PaymentBasket> {
    const basket = await this.baskets.byToken(token);
    if (!basket) throw new NotFoundException();
    return basket;
  }
}

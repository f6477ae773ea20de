import { Controller, HttpException, HttpStatus, Ip, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { BasketService } from '../../basket/basket.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { placeToIdentify } from './sure-enough.js';
import { Sending } from './sending.js';

/** Everything in the basket becomes dossiers, each on its own: what cannot be sent stays, and says what it waits for. */
@Public()
@Controller('panier/envoyer')
export class BasketSendingController {
  constructor(
    private readonly basket: BasketService,
    private readonly catalogue: ProcedureCatalogue,
    private readonly sending: Sending,
    private readonly limits: LimitsService,
  ) {}

  @Post()
  async send(@CurrentVisitor() visitor: Visitor, @Ip() address: string, @Res() response: Response): Promise<void> {
    const { ready } = await this.basket.of(visitor);
    for (const draft of ready) {
      const procedure = await this.catalogue.filledBy(draft);
      const elsewhere = procedure && placeToIdentify(procedure, visitor, '/panier');
      if (elsewhere) return response.redirect(HttpStatus.SEE_OTHER, elsewhere);
    }
    for (const draft of ready) {
      if (await this.limits.spend('submit-address', address))
        throw new HttpException('Too many requests.', HttpStatus.TOO_MANY_REQUESTS);
      const submission = await this.sending.send(draft.id, visitor);
      // the first that is not in order any more is shown; the others follow with the next click
      if ('errors' in submission)
        return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draft.id}/${submission.page ?? 'verifier'}`);
    }
    response.redirect(HttpStatus.SEE_OTHER, '/panier');
  }
}

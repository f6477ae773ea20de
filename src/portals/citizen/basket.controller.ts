import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { BasketService } from '../../basket/basket.service.js';
import type { Lang } from '../../forms/lang.js';
import { validateAll } from '../../forms/validate.js';
import { BasketsService } from '../../payments/baskets.service.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { BasketView } from './basket-view.js';
import { FillingService } from './filling.service.js';
import { VisitorDossiers } from './visitor-dossiers.js';

/** What is ready to be sent, and what is to be paid: several requests at once. */
@Public()
@Controller()
export class BasketController {
  constructor(
    private readonly basket: BasketService,
    private readonly baskets: BasketsService,
    private readonly view: BasketView,
    private readonly fillings: FillingService,
    private readonly mine: VisitorDossiers,
  ) {}

  @Get('panier')
  async show(@CurrentVisitor() visitor: Visitor, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/basket.njk', await this.view.of(visitor, lang));
  }

  /** A request in order is put aside, and another one can be begun. */
  @Post('demandes/:draftId/panier')
  async add(
    @Param('draftId') draftId: string,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const { draft, form, files, circumstances } = await this.fillings.open(draftId, visitor);
    if (draft.enteredBy || draft.test || draft.element) throw new NotFoundException();
    if (draft.submittedAt) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/confirmation`);
    const { page } = validateAll(form, files, circumstances);
    if (page) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/${page}`);
    await this.basket.add(draft.id);
    response.redirect(HttpStatus.SEE_OTHER, '/panier');
  }

  @Post('panier/retirer/:draftId')
  async remove(
    @Param('draftId') draftId: string,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    await this.basket.remove(draftId, visitor);
    response.redirect(HttpStatus.SEE_OTHER, '/panier');
  }

  /** The payments that were chosen, on one page; one alone has its own. */
  @Post('panier/payer')
  async pay(
    @Body() { paiement = [] }: { paiement?: string | string[] },
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = new Set([paiement].flat());
    const chosen = (await this.mine.toPay(visitor)).filter(({ token }) => wanted.has(token));
    const [first, second] = chosen;
    if (!first) {
      const view = await this.view.of(visitor, lang);
      if (view.payments.length === 0) return response.redirect(HttpStatus.SEE_OTHER, '/panier');
      const errors = [{ text: texts.text(lang, 'basket.choose'), href: '#paiement-0' }];
      return response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('citizen/basket.njk', { ...view, errors });
    }
    const place = second ? `/panier/${(await this.baskets.make(chosen, lang)).token}` : `/paiements/${first.token}`;
    response.redirect(HttpStatus.SEE_OTHER, place);
  }
}

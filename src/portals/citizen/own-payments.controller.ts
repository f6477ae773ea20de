import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SignedIn } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Lang } from '../../forms/lang.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { paymentRow } from './payment-row.js';

/** « Mes paiements »: what the owner of an account was asked to pay. */
@SignedIn()
@Controller('mon-compte/paiements')
export class OwnPaymentsController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly payments: PaymentsService,
    private readonly catalogue: ProcedureCatalogue,
  ) {}

  @Get()
  async show(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const dossiers = account.role === 'citizen' ? await this.dossiers.ofAccount(account.id) : [];
    const payments = await this.payments.ofDossiers(dossiers.map(({ id }) => id));
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/my-payments.njk', {
      payments: payments.map((one) => ({
        ...paymentRow(one, lang),
        title: this.catalogue.named(one.procedureKey)?.title(lang) ?? one.procedureKey,
      })),
    });
  }
}

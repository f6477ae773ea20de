import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../access/visitor.js';
import { BasketService } from '../../basket/basket.service.js';
import type { Draft } from '../../dossiers/draft.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { priceText } from '../public/procedure-view.js';
import { FillingService } from './filling.service.js';
import { paymentRow } from './payment-row.js';
import { VisitorDossiers } from './visitor-dossiers.js';

/** The page `/panier`. */
@Injectable()
export class BasketView {
  constructor(
    private readonly basket: BasketService,
    private readonly fillings: FillingService,
    private readonly catalogue: ProcedureCatalogue,
    private readonly dossiers: DossiersService,
    private readonly mine: VisitorDossiers,
  ) {}

  async of(visitor: Visitor, lang: Lang) {
    const { ready, sent } = await this.basket.of(visitor);
    const title = (key: string): string => this.catalogue.named(key)?.title(lang) ?? key;
    const entries = [];
    for (const draft of ready) entries.push(await this.entry(draft, lang));
    const payments = await this.mine.toPay(visitor);
    const sum = entries.reduce((total, { euro }) => total + euro, 0);
    return {
      entries,
      total: priceText(sum, lang),
      sent: await Promise.all(sent.map((draft) => this.sent(draft, title))),
      payments: payments.map((one) => ({
        ...paymentRow(one, lang),
        token: one.token,
        title: title(one.procedureKey),
      })),
      due: amountText(
        payments.reduce((total, { amountCents }) => total + amountCents, 0),
        lang,
      ),
    };
  }

  private async entry(draft: Draft, lang: Lang) {
    const { procedure, circumstances } = await this.fillings.of(draft);
    const quote = await this.fillings.quote(procedure, circumstances, lang);
    return { id: draft.id, title: procedure.title(lang), quote, euro: quote?.euro ?? 0 };
  }

  private async sent({ id, dossierId, procedureKey }: Draft, title: (key: string) => string) {
    const [dossier] = await this.dossiers.byIds(dossierId ? [dossierId] : []);
    return { id, title: title(procedureKey), reference: dossier?.reference };
  }
}

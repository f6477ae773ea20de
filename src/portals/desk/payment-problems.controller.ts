import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { SettlementsService } from '../../payments/settlements.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { FinanceGuard } from './finance.guard.js';

interface Typed {
  readonly reference?: unknown;
  readonly motif?: unknown;
  readonly iban?: unknown;
  readonly titulaire?: unknown;
}

/** Money that came and does not fit: unknown, too little, too much, twice, too late. */
@Roles('agent')
@UseGuards(FinanceGuard)
@Controller('bureau/paiements-a-regler')
export class PaymentProblemsController {
  constructor(
    private readonly settlements: SettlementsService,
    private readonly ledger: LedgerService,
  ) {}

  @Get()
  async list(
    @Query() { fait, faux, pour }: { fait?: string; faux?: string; pour?: string },
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const open = await this.settlements.open();
    const references = await this.ledger.referencesOf(open.flatMap(({ paymentId }) => paymentId ?? []));
    response.render('desk/payment-problems.njk', {
      finance: true,
      done: fait !== undefined,
      wrong: faux && /^[a-z-]+$/.test(faux) ? { key: faux, id: pour } : undefined,
      problems: open.map((one) => ({
        ...one,
        amount: amountText(one.amountCents, lang),
        surplus: one.surplusCents > 0 ? amountText(one.surplusCents, lang) : undefined,
        reference: one.paymentId && references.get(one.paymentId),
      })),
    });
  }

  @Post(':id/:deed')
  async settle(
    @Param('id') id: string,
    @Param('deed') deed: string,
    @Body() typed: Typed,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const actor = agentOf(account);
    const [note, iban, holder] = [text(typed.motif), text(typed.iban), text(typed.titulaire)];
    const deeds: Readonly<Record<string, () => ReturnType<SettlementsService['assign']>>> = {
      rattacher: () => this.settlements.assign(id, text(typed.reference), actor),
      accepter: () => this.settlements.accept(id, note, actor),
      rembourser: () => this.settlements.refund(id, { iban, holder }, actor),
      garder: () => this.settlements.keep(id, note, actor),
    };
    const work = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
    if (!work) throw new NotFoundException();
    const problem = await work();
    const told = problem ? `faux=${problem}&pour=${encodeURIComponent(id)}` : 'fait=1';
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/paiements-a-regler?${told}`);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 500) : '';
}

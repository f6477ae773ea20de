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
import { iban as ibanFormat } from '../../forms/formats/iban.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { RefundsService } from '../../payments/refunds.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { FinanceGuard } from './finance.guard.js';

interface Typed {
  readonly iban?: unknown;
  readonly titulaire?: unknown;
  readonly motif?: unknown;
}

/** Money that is to go back: who approved it, to which account, and whether it was done. */
@Roles('agent')
@UseGuards(FinanceGuard)
@Controller('bureau/remboursements')
export class RefundsController {
  constructor(
    private readonly refunds: RefundsService,
    private readonly ledger: LedgerService,
  ) {}

  @Get()
  async list(
    @Query() { fait, faux, pour }: { fait?: string; faux?: string; pour?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const [open, ended] = await this.ledger.refunds();
    const references = await this.ledger.referencesOf([...open, ...ended].flatMap(({ paymentId }) => paymentId ?? []));
    const shown = (one: (typeof open)[number]) => ({
      ...one,
      amount: amountText(one.amountCents, lang),
      account: one.iban && ibanFormat.show(one.iban),
      two: this.refunds.needsTwo(one.amountCents),
      mine: one.approvedBy === account.id,
      reference: one.paymentId && references.get(one.paymentId),
    });
    response.render('desk/refunds.njk', {
      finance: true,
      done: fait !== undefined,
      wrong: faux && /^[a-z-]+$/.test(faux) ? { key: faux, id: pour } : undefined,
      refunds: open.map(shown),
      ended: ended.map(shown),
    });
  }

  @Post(':id/:deed')
  async decide(
    @Param('id') id: string,
    @Param('deed') deed: string,
    @Body() typed: Typed,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const actor = agentOf(account);
    const deeds: Readonly<Record<string, () => ReturnType<RefundsService['approve']>>> = {
      approuver: () => this.refunds.approve(id, actor),
      compte: () => this.refunds.name(id, { iban: text(typed.iban), holder: text(typed.titulaire) }),
      executer: () => this.refunds.execute(id, actor),
      refuser: () => this.refunds.refuse(id, text(typed.motif), actor),
    };
    const work = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
    if (!work) throw new NotFoundException();
    const problem = await work();
    const told = problem ? `faux=${problem}&pour=${encodeURIComponent(id)}` : 'fait=1';
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/remboursements?${told}`);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 500) : '';
}

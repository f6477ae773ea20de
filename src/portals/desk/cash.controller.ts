import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Config } from '../../config.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { CashClosings } from '../../payments/cash-closings.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { isFinance } from './finance.guard.js';

const WRONG = ['amount', 'note', 'empty', 'moved'] as const;

/** The drawer: cash is counted and closed by whoever took it; those who look after money see every closing. */
@Roles('agent')
@Controller('bureau/caisse')
export class CashController {
  constructor(
    private readonly config: Config,
    private readonly closings: CashClosings,
  ) {}

  @Get()
  async show(
    @Query() { fait, faux }: { fait?: string; faux?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const finance = isFinance(account, this.config);
    const seen = finance ? undefined : account.departments;
    const amount = (cents: number): string => amountText(cents, lang);
    response.render('desk/cash.njk', {
      finance,
      drawers: (await this.closings.drawers(seen)).map((one) => ({
        ...one,
        expected: amount(one.expectedCents),
        mine: account.departments.includes(one.department),
      })),
      journal: (await this.closings.journal(seen)).map((one) => ({
        ...one,
        expected: amount(one.expectedCents),
        counted: amount(one.countedCents),
        difference: one.countedCents === one.expectedCents ? '' : amount(one.countedCents - one.expectedCents),
      })),
      done: fait !== undefined,
      wrong: WRONG.find((one) => one === faux),
    });
  }

  @Post(':department')
  async close(
    @Param('department') department: string,
    @Body() typed: { compte?: unknown; attendu?: unknown; motif?: unknown },
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    const counting = {
      counted: text(typed.compte),
      expectedCents: Number(text(typed.attendu)),
      note: text(typed.motif),
    };
    const problem = account.departments.includes(department)
      ? await this.closings.close(department, counting, agentOf(account))
      : 'empty';
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/caisse?${problem ? `faux=${problem}` : 'fait=1'}`);
  }
}

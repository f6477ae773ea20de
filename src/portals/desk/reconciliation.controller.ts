import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { Clock } from '../../clock.js';
import type { Lang } from '../../forms/lang.js';
import { amountText } from '../../payments/amounts.js';
import { type LedgerLine, LedgerService } from '../../payments/ledger.service.js';
import { showCommunication } from '../../payments/structured-communication.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { csv } from './csv.js';
import { FinanceGuard } from './finance.guard.js';

interface Days {
  readonly du?: string;
  readonly au?: string;
}

/** What came and what went, day by day and way by way: to be compared with the bank, the provider and the till. */
@Roles('agent')
@UseGuards(FinanceGuard)
@Controller('bureau/rapprochement')
export class ReconciliationController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Query() asked: Days, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const days = this.days(asked);
    const lines = await this.ledger.movements(days.from, days.to);
    response.render('desk/reconciliation.njk', {
      finance: true,
      ...days,
      totals: totalsOf(lines).map((one) => ({
        ...one,
        in: amountText(one.in, lang),
        out: amountText(one.out, lang),
        balance: amountText(one.in + one.out, lang),
      })),
      open: lines.filter(({ problem, settlement }) => problem && !settlement).length,
      lines: lines.map((one) => ({ ...one, amount: amountText(one.amountCents, lang) })),
    });
  }

  @Get('export.csv')
  async export(@Query() asked: Days, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const { from, to } = this.days(asked);
    const lines = await this.ledger.movements(from, to);
    const t = (key: string): string => texts.text(lang, `desk.payments.${key}`);
    const head = ['at', 'means', 'amount', 'dossier', 'receipt', 'communication', 'procedure', 'problem', 'settled'];
    const rows = lines.map((one) => [
      one.at,
      t(`by.${one.means}`),
      one.amountCents / 100,
      one.reference,
      one.receiptNumber,
      one.communication && showCommunication(one.communication),
      one.procedureKey,
      one.problem && t(`problems.${one.problem}`),
      one.settlement,
    ]);
    response.type('text/csv').attachment(`rapprochement-${from}-${to}.csv`);
    response.send(csv([head.map((key) => t(`column.${key}`)), ...rows]));
  }

  /** This month, unless other days were asked for. */
  private days({ du, au }: Days): { from: string; to: string } {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(this.clock.now());
    const from = isDay(du) ? du : `${today.slice(0, 8)}01`;
    return { from, to: isDay(au) && au >= from ? au : today >= from ? today : from };
  }
}

function isDay(text: string | undefined): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** By way; refunds count as what went out. */
function totalsOf(lines: readonly LedgerLine[]) {
  const ways = [...new Set(lines.map(({ means }) => means))].sort();
  return ways.map((means) => {
    const own = lines.filter((one) => one.means === means);
    const sum = (kind: 'in' | 'out'): number =>
      own.filter((one) => one.kind === kind).reduce((total, { amountCents }) => total + amountCents, 0);
    return { means, count: own.length, in: sum('in'), out: sum('out') };
  });
}

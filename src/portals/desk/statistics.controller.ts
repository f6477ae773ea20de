import { Controller, Get, Query, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { locales } from '../../procedures/texts.js';
import { StatisticsService } from '../../statistics/statistics.service.js';
import { PageLang } from '../views/page-lang.js';
import { texts } from '../texts/portal-texts.js';
import { statisticsCharts } from './statistics-charts.js';

const PERIODS = [30, 90, 365];

/**
 * How much, how fast, how well. An agent sees the departments they work for, without what is too confidential for them; an
 * administrator and an analyst see the figures of all.
 */
@Roles('agent', 'administrator', 'analyst')
@Controller('bureau/statistiques')
export class StatisticsController {
  constructor(
    private readonly statistics: StatisticsService,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  @Get()
  @Render('desk/statistics.njk')
  async show(
    @Query() address: { jours?: string; demarche?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
  ) {
    const days = PERIODS.find((one) => String(one) === address.jours) ?? 90;
    const procedure = this.procedures.named(String(address.demarche ?? ''))?.key;
    const chosen = { days, ...(procedure ? { procedure } : {}), ...(account.role === 'agent' && { for: account }) };
    const figures = await this.statistics.of(chosen);
    const number = new Intl.NumberFormat(locales[lang], { maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(locales[lang], { style: 'percent', maximumFractionDigits: 0 });
    const day = new Intl.DateTimeFormat(locales[lang], { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
    const written = (value: number | undefined, as: Intl.NumberFormat): string =>
      value === undefined ? '–' : as.format(value);
    return {
      days,
      periods: PERIODS,
      procedure,
      procedures: this.procedures.everKnown().map((one) => ({ key: one.key, title: one.title(lang) })),
      figures,
      cards: [
        { key: 'received', value: number.format(figures.received) },
        { key: 'closed', value: number.format(figures.closed) },
        { key: 'backlog', value: number.format(figures.backlog) },
        { key: 'overdue', value: number.format(figures.overdue), late: figures.overdue > 0 },
        { key: 'median', value: written(figures.medianDays, number) },
        { key: 'ninth', value: written(figures.ninthDecileDays, number) },
        { key: 'takeUp', value: written(figures.takeUp, percent) },
        { key: 'firstTimeRight', value: written(figures.firstTimeRight, percent) },
        { key: 'satisfied', value: written(figures.satisfied, percent), count: figures.ratings },
      ],
      charts: statisticsCharts(figures, {
        day: (monday) => day.format(new Date(`${monday}T00:00:00Z`)),
        span: (id, key) => texts.text(lang, `desk.statistics.span.${id}.${key}`),
      }),
    };
  }
}

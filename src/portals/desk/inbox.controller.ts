import { Controller, Get, HttpStatus, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { PUBLIC_STATUSES } from '../../dossiers/public-status.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { InboxClocks } from './inbox-clocks.js';
import {
  CHANNELS,
  CLOCK_FILTERS,
  INBOX_VIEWS,
  type InboxAddress,
  inboxParameters,
  type InboxQuery,
  readInboxAddress,
} from './inbox-query.js';
import { InboxRows } from './inbox-rows.js';
import { InboxService } from './inbox.service.js';
import { stateOfList } from './news.js';
import { SavedViewsService } from './saved-views.service.js';

/** The list an agent's day begins with. */
@Roles('agent', 'administrator')
@Controller('bureau')
export class InboxController {
  constructor(
    private readonly inbox: InboxService,
    private readonly rows: InboxRows,
    private readonly procedures: ProcedureCatalogue,
    private readonly savedViews: SavedViewsService,
    private readonly clocks: InboxClocks,
  ) {}

  @Get()
  async show(
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Query() address: InboxAddress,
    @Res() response: Response,
  ): Promise<void> {
    // an administrator has no tasks: the day begins with what is stuck
    if (account.role === 'administrator') return response.redirect(HttpStatus.SEE_OTHER, '/bureau/incidents');
    response.render('desk/inbox.njk', await this.view(account, lang, address));
  }

  private async view(account: CurrentAccount, lang: Lang, address: InboxAddress) {
    const counting = this.inbox.counts(account);
    // an address that names its tab need not wait for the figures of all
    const fallback = address.vue ? 'a-prendre' : (await counting)['mes-taches'] > 0 ? 'mes-taches' : 'a-prendre';
    const query = readInboxAddress(address, fallback);
    const { view, text = '', procedure, status, channel, page, clock, order, tests = false } = query;
    const [counts, found, hasTests, savedViews, done] = await Promise.all([
      counting,
      this.clocks.page(account, query, { counts: counting }),
      tests || this.inbox.hasTests(account),
      this.savedViews.of(account.id),
      this.rows.justDone(account, lang, address.fait),
    ]);
    const parameters = inboxParameters(query);
    const taken = (address.pris ?? '').split(',').filter((key) => /^\d{1,19}$/.test(key));
    return {
      view,
      counts,
      news: stateOfList(counts),
      tabs: INBOX_VIEWS.map((one) => ({ view: one, count: counts[one], href: `/bureau?vue=${one}` })),
      text,
      procedure,
      status,
      channel,
      clock,
      order,
      clocksAreKept: this.clocks.areKept,
      clockFilters: CLOCK_FILTERS,
      sortHrefs: { due: sortedBy(query), clock: sortedBy(query, 'delai') },
      tests,
      testsExist: hasTests,
      filtered: !!(text || procedure || status || channel || clock || tests),
      procedures: this.procedures.everKnown().map((one) => ({ key: one.key, title: one.title(lang) })),
      statuses: PUBLIC_STATUSES,
      channels: CHANNELS,
      rows: found.rows.map((row) => this.rows.row(row, lang, account, found.clocks.get(row.rootInstanceKey))),
      total: found.total,
      pagination: { page, pages: found.pages, query: parameters },
      parameters,
      savedViews,
      standsInFor: account.standsInFor ?? [],
      done,
      batch: address.pris === undefined ? undefined : { taken, refused: Number(address.refuses) || 0 },
    };
  }
}

/** The same list in another order, from its first page. */
function sortedBy({ order: _, ...query }: InboxQuery, order?: 'delai'): string {
  return `/bureau?${inboxParameters({ ...query, ...(order && { order }) })}`;
}

import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { type Cell, csv } from './csv.js';
import { InboxClocks } from './inbox-clocks.js';
import { type InboxAddress, readInboxAddress } from './inbox-query.js';
import { InboxRows } from './inbox-rows.js';
import { xlsx } from './xlsx.js';

const MOST_LINES = 10_000;

type Row = ReturnType<InboxRows['row']>;
type Say = (key: string, params?: Record<string, unknown>) => string;

/** The columns of the page, and what it writes in small letters beside them. */
const COLUMNS: Readonly<Record<string, (row: Row, say: Say) => Cell>> = {
  dossier: ({ reference }) => reference,
  person: ({ applicantName }) => applicantName,
  procedure: ({ procedure }) => procedure,
  step: ({ step }) => step,
  due: ({ dueAt }) => dueAt,
  assignee: ({ assigneeName }) => assigneeName,
  status: ({ publicStatus }, say) => publicStatus && say(`status.${publicStatus}`),
  channel: ({ channel }, say) => channel && say(`desk.channel.${channel}`),
  submitted: ({ submittedAt }) => submittedAt,
};
/** Where some procedure has a legal clock. */
const CLOCK: Readonly<Record<string, (row: Row, say: Say) => Cell>> = {
  clock: ({ clock }, say) => clock && say(`desk.clock.left.${clock.text}`, { days: clock.days, kind: clock.kind }),
  // a day of the town, whatever the hour
  clockDue: ({ clock }) => clock && new Date(`${clock.dueOn}T12:00:00Z`),
};

/** The list as a file for a spreadsheet: every page of it, as it is filtered and sorted. Counts as reading these dossiers. */
@Roles('agent')
@Controller('bureau')
export class InboxExportController {
  constructor(
    private readonly clocks: InboxClocks,
    private readonly rows: InboxRows,
    private readonly reads: ReadsService,
  ) {}

  @Get('export.csv')
  async csv(
    @Query() address: InboxAddress,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const lines = await this.lines(address, account, lang);
    response.setHeader('Content-Disposition', 'attachment; filename="taches.csv"');
    response.type('text/csv').send(csv(lines));
  }

  @Get('export.xlsx')
  async xlsx(
    @Query() address: InboxAddress,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const lines = await this.lines(address, account, lang);
    response.setHeader('Content-Disposition', 'attachment; filename="taches.xlsx"');
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    response.send(xlsx(texts.text(lang, 'desk.inbox.title'), lines));
  }

  private async lines(address: InboxAddress, account: CurrentAccount, lang: Lang): Promise<Cell[][]> {
    const query = { ...readInboxAddress(address, 'service'), page: 1 };
    const { rows, clocks } = await this.clocks.page(account, query, { size: MOST_LINES });
    const read = rows.flatMap(({ dossierId, department }) =>
      dossierId && department ? [{ id: dossierId, department }] : [],
    );
    await this.reads.record(read, account, 'export');
    const say: Say = (key, params) => texts.text(lang, key, params);
    const columns = Object.entries({ ...COLUMNS, ...(this.clocks.areKept && CLOCK) });
    return [
      columns.map(([name]) => say(`desk.export.${name}`)),
      ...rows.map((one) => {
        const row = this.rows.row(one, lang, account, clocks.get(one.rootInstanceKey));
        return columns.map(([, cell]) => cell(row, say));
      }),
    ];
  }
}

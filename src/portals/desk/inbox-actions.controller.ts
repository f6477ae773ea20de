import { Body, Controller, Get, HttpStatus, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { csv } from './csv.js';
import { type InboxAddress, readInboxAddress } from './inbox-query.js';
import { InboxRows } from './inbox-rows.js';
import { InboxService } from './inbox.service.js';
import { SavedViewsService } from './saved-views.service.js';

interface Batch {
  readonly tache?: string | readonly string[];
  /** Parameters of the list it was chosen from. */
  readonly liste?: string;
}

/** More than one screen of work is no batch but an accident. */
const MOST_TASKS = 200;
const MOST_LINES = 10_000;
const COLUMNS = [
  'dossier',
  'person',
  'procedure',
  'step',
  'due',
  'assignee',
  'status',
  'channel',
  'submitted',
] as const;

/** What is done with many tasks at once, and with the list itself. */
@Roles('agent')
@Controller('bureau')
export class InboxActionsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly rows: InboxRows,
    private readonly tasks: UserTasksService,
    private readonly reads: ReadsService,
    private readonly savedViews: SavedViewsService,
  ) {}

  /** Takes the chosen tasks; those a colleague took meanwhile are counted. */
  @Post('lot/prendre')
  @Redirect()
  async take(@Body() batch: Batch, @CurrentUser() account: CurrentAccount) {
    const taken: string[] = [];
    const keys = keysOf(batch);
    for (const key of keys) if ('accepted' in (await this.tasks.claim(key, agentOf(account)))) taken.push(key);
    const told = `pris=${taken.join(',')}&refuses=${keys.length - taken.length}`;
    return { url: `/bureau?${listOf(batch)}&${told}`, statusCode: HttpStatus.SEE_OTHER };
  }

  /** Gives them back: the undo of the above. */
  @Post('lot/liberer')
  @Redirect()
  async release(@Body() batch: Batch, @CurrentUser() account: CurrentAccount) {
    for (const key of keysOf(batch)) await this.tasks.unclaim(key, agentOf(account));
    return { url: `/bureau?${listOf(batch)}`, statusCode: HttpStatus.SEE_OTHER };
  }

  /** The list as a file for a spreadsheet: every page of it, as it is filtered. Counts as reading these dossiers. */
  @Get('export.csv')
  async export(
    @Query() address: InboxAddress,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const query = { ...readInboxAddress(address, 'service'), page: 1 };
    const { rows } = await this.inbox.page(account, query, MOST_LINES);
    const read = rows.flatMap(({ dossierId, department }) =>
      dossierId && department ? [{ id: dossierId, department }] : [],
    );
    await this.reads.record(read, account, 'export');
    const text = (key: string): string => texts.text(lang, key);
    const lines = rows.map((row) => {
      const { step, procedure } = this.rows.row(row, lang, account);
      const { reference, applicantName, dueAt, assigneeName, publicStatus, channel, submittedAt } = row;
      const status = publicStatus ? text(`status.${publicStatus}`) : '';
      const said = channel ? text(`desk.channel.${channel}`) : '';
      return [reference, applicantName, procedure, step, dueAt, assigneeName, status, said, submittedAt];
    });
    response.setHeader('Content-Disposition', 'attachment; filename="taches.csv"');
    response.type('text/csv').send(csv([COLUMNS.map((column) => text(`desk.export.${column}`)), ...lines]));
  }

  @Post('vues')
  @Redirect()
  async save(@Body() { nom, liste }: { nom?: unknown; liste?: unknown }, @CurrentUser() account: CurrentAccount) {
    const parameters = typeof liste === 'string' ? liste : '';
    await this.savedViews.save(account.id, typeof nom === 'string' ? nom : '', parameters);
    return { url: `/bureau?${listOf({ liste: parameters })}`, statusCode: HttpStatus.SEE_OTHER };
  }

  @Post('vues/:id/supprimer')
  @Redirect('/bureau', HttpStatus.SEE_OTHER)
  async forget(@Param('id') id: string, @CurrentUser() account: CurrentAccount): Promise<void> {
    await this.savedViews.forget(account.id, id);
  }
}

function keysOf({ tache }: Batch): string[] {
  const keys = [tache ?? []].flat().filter((key) => typeof key === 'string' && /^\d{1,19}$/.test(key));
  return [...new Set(keys)].slice(0, MOST_TASKS);
}

/** Parameters of the inbox and nothing else. */
function listOf({ liste }: Pick<Batch, 'liste'>): string {
  return new URLSearchParams(typeof liste === 'string' ? liste : '').toString();
}

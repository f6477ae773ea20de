import { Controller, Get, HttpStatus, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { PageLang } from '../views/page-lang.js';
import { dueIn } from './due.js';
import { INBOX_VIEWS, type InboxRow, InboxService, type InboxView } from './inbox.service.js';
import type { Lang } from '../../forms/lang.js';

interface InboxAddress {
  readonly vue?: string;
  readonly q?: string;
  readonly demarche?: string;
  readonly page?: string;
  /** Task that was just completed. */
  readonly fait?: string;
}

/** The list an agent's day begins with. */
@Roles('agent', 'administrator')
@Controller('bureau')
export class InboxController {
  constructor(
    private readonly inbox: InboxService,
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly tasks: UserTasksService,
    private readonly dossiers: DossiersService,
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
    const counts = await this.inbox.counts(account);
    const view = INBOX_VIEWS.find((one) => one === address.vue) ?? firstView(counts);
    const text = String(address.q ?? '').slice(0, 100);
    const procedure = this.procedures.get(String(address.demarche ?? ''))?.key;
    const page = Math.max(1, Math.trunc(Number(address.page)) || 1);
    const found = await this.inbox.page(account, { view, text, page, ...(procedure ? { procedure } : {}) });
    return {
      view,
      counts,
      tabs: INBOX_VIEWS.map((one) => ({ view: one, count: counts[one], href: `/bureau?vue=${one}` })),
      text,
      procedure,
      procedures: this.procedures.all().map((one) => ({ key: one.key, title: one.title(lang) })),
      rows: found.rows.map((row) => this.row(row, lang, account)),
      total: found.total,
      pagination: { page, pages: found.pages, query: new URLSearchParams(filters(view, text, procedure)).toString() },
      done: await this.justDone(account, lang, address.fait),
    };
  }

  private row(row: InboxRow, lang: Lang, account: CurrentAccount) {
    const procedure = this.procedures.get(row.procedureKey);
    return {
      ...row,
      step: procedure?.elementName(lang, row.element, row.name) ?? row.name,
      procedure: procedure?.title(lang) ?? row.procedureKey,
      due: dueIn(row.dueAt, this.clock.now()),
      urgent: row.priority >= 70,
      mine: row.assignee === account.id,
    };
  }

  /** For the confirmation: what was done, and what could be done next. */
  private async justDone(account: CurrentAccount, lang: Lang, key?: string) {
    if (!key || !/^\d{1,19}$/.test(key)) return undefined;
    const task = await this.tasks.get(key);
    if (task?.state !== 'completed' || task.endedBy !== account.id) return undefined;
    const dossier = await this.dossiers.byProcessInstance(task.processInstanceId);
    const next = await this.inbox.next(account);
    return {
      step: this.procedures.get(task.processId)?.elementName(lang, task.element, task.name) ?? task.name,
      reference: dossier?.reference,
      next: next && this.row(next, lang, account),
    };
  }
}

function firstView(counts: Readonly<Record<InboxView, number>>): InboxView {
  return counts['mes-taches'] > 0 ? 'mes-taches' : 'a-prendre';
}

function filters(view: InboxView, text: string, procedure?: string): Record<string, string> {
  return { vue: view, ...(text ? { q: text } : {}), ...(procedure ? { demarche: procedure } : {}) };
}

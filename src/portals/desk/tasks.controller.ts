import { Body, Controller, Get, HttpStatus, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { backTo, REASONS } from './task-back.js';
import { TaskDeciding } from './task-deciding.js';
import type { Attempt } from './task-decision.js';
import { TaskOpening } from './task-opening.js';
import { TaskPageService } from './task-page.service.js';

/** One task: take it, give it back, decide. */
@Roles('agent')
@Controller('bureau/taches/:key')
export class TasksController {
  constructor(
    private readonly opening: TaskOpening,
    private readonly pages: TaskPageService,
    private readonly deciding: TaskDeciding,
    private readonly tasks: UserTasksService,
    private readonly reads: ReadsService,
  ) {}

  @Get()
  async show(
    @Param('key') key: string,
    @Query() { motif: reason, garde: kept }: { motif?: string; garde?: string },
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const refused = REASONS.find((one) => one === reason);
    const { dossier } = await this.opening.open(key, account);
    if (dossier) await this.reads.record([dossier], account, 'task');
    await this.render(key, account, lang, response, HttpStatus.OK, { refused, kept: kept !== undefined });
  }

  @Post('prendre')
  @Redirect()
  async claim(@Param('key') key: string, @CurrentUser() account: CurrentAccount) {
    await this.opening.open(key, account);
    return backTo(key, await this.tasks.claim(key, agentOf(account)), '#decision');
  }

  @Post('liberer')
  @Redirect()
  async release(@Param('key') key: string, @CurrentUser() account: CurrentAccount) {
    await this.opening.open(key, account);
    return backTo(key, await this.tasks.unclaim(key, agentOf(account)));
  }

  /** The decision. Of two agents the first one counts; the other one is told, and keeps what was written. */
  @Post()
  async decide(
    @Param('key') key: string,
    @Body() posted: Posted,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const decided = await this.deciding.decide(await this.opening.open(key, account), posted, account, lang);
    if ('done' in decided) return response.redirect(HttpStatus.SEE_OTHER, `/bureau?fait=${key}`);
    if ('open' in decided) return response.redirect(HttpStatus.SEE_OTHER, `/bureau/taches/${key}#decision`);
    if ('refused' in decided) return this.render(key, account, lang, response, HttpStatus.CONFLICT, decided);
    const attempt = { posted, errors: decided.errors };
    await this.render(key, account, lang, response, HttpStatus.UNPROCESSABLE_ENTITY, { attempt });
  }

  private async render(
    key: string,
    account: CurrentAccount,
    lang: Lang,
    response: Response,
    status: HttpStatus,
    {
      attempt,
      ...more
    }: { attempt?: Attempt; refused?: string; written?: readonly unknown[]; decided?: object; kept?: boolean },
  ): Promise<void> {
    const opened = await this.opening.open(key, account);
    const view = await this.pages.view(opened, account, lang, attempt);
    response.status(status).render('desk/task.njk', { ...view, ...more });
  }
}

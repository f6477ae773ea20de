import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpStatus,
  Param,
  Post,
  Query,
  Redirect,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import type { Outcome } from '../../workflow/outcome.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { type Attempt, TaskDecision } from './task-decision.js';
import { TaskPageService } from './task-page.service.js';

/** Reasons that the task page can tell: `desk.refused.<code>`. */
const REASONS = ['task-claimed-by-other', 'task-already-completed', 'task-canceled', 'not-a-candidate', 'no-such-task'];

/** One task: take it, give it back, hand it over, decide. */
@Roles('agent')
@Controller('bureau/taches/:key')
export class TasksController {
  constructor(
    private readonly pages: TaskPageService,
    private readonly decisions: TaskDecision,
    private readonly tasks: UserTasksService,
    private readonly reads: ReadsService,
  ) {}

  @Get()
  async show(
    @Param('key') key: string,
    @Query('motif') reason: string | undefined,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const refused = REASONS.find((one) => one === reason);
    const { dossier } = await this.pages.open(key, account);
    if (dossier) await this.reads.record([dossier], account, 'task');
    await this.render(key, account, lang, response, HttpStatus.OK, { refused });
  }

  @Post('prendre')
  @Redirect()
  async claim(@Param('key') key: string, @CurrentUser() account: CurrentAccount) {
    await this.pages.open(key, account);
    return back(key, await this.tasks.claim(key, agentOf(account)), '#decision');
  }

  @Post('liberer')
  @Redirect()
  async release(@Param('key') key: string, @CurrentUser() account: CurrentAccount) {
    await this.pages.open(key, account);
    return back(key, await this.tasks.unclaim(key, agentOf(account)));
  }

  @Post('confier')
  @Redirect()
  async assign(
    @Param('key') key: string,
    @Body('collegue') colleague: string | undefined,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
  ) {
    const opened = await this.pages.open(key, account);
    const { colleagues } = await this.pages.view(opened, account, lang);
    const chosen = colleagues.find(({ id }) => id === colleague);
    if (!chosen) throw new BadRequestException();
    return back(key, await this.tasks.assign(key, chosen.id, agentOf(account)));
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
    const opened = await this.pages.open(key, account);
    const result = await this.decisions.read(opened, posted);
    if ('errors' in result) {
      const { errors } = result;
      return this.render(key, account, lang, response, HttpStatus.UNPROCESSABLE_ENTITY, {
        attempt: { posted, errors },
      });
    }
    const outcome = await this.tasks.complete(key, result.values, agentOf(account));
    if ('accepted' in outcome) return response.redirect(HttpStatus.SEE_OTHER, `/bureau?fait=${key}`);
    const written = Object.values(result.values).filter((value) => typeof value === 'string' && value.length > 30);
    await this.render(key, account, lang, response, HttpStatus.CONFLICT, { refused: outcome.rejection.code, written });
  }

  private async render(
    key: string,
    account: CurrentAccount,
    lang: Lang,
    response: Response,
    status: HttpStatus,
    { attempt, ...more }: { attempt?: Attempt; refused?: string | undefined; written?: unknown[] },
  ): Promise<void> {
    const opened = await this.pages.open(key, account);
    const view = await this.pages.view(opened, account, lang, attempt);
    response.status(status).render('desk/task.njk', { ...view, ...more });
  }
}

/** To the task; when it could not be done, with the reason. */
function back(key: string, outcome: Outcome, anchor = ''): { url: string; statusCode: number } {
  const reason = 'rejection' in outcome ? `?motif=${outcome.rejection.code}` : anchor;
  return { url: `/bureau/taches/${key}${reason}`, statusCode: HttpStatus.SEE_OTHER };
}

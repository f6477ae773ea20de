import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Redirect, Render } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ConversationService, MOST_CHARACTERS, type TaskOfNote } from '../../dossiers/conversation.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { localPath } from '../public/home.controller.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { PageLang } from '../views/page-lang.js';

interface Written {
  readonly texte?: unknown;
  /** The page it was written on. */
  readonly retour?: string;
  /** The task it is about. */
  readonly tache?: string;
}

/** Messages of applicants, answers to them, and notes among agents. */
@Roles('agent')
@Controller('bureau')
export class DeskConversationController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly conversation: ConversationService,
    private readonly procedures: ProcedureCatalogue,
    private readonly tasks: UserTasksService,
  ) {}

  /** Dossiers whose applicant has written and waits for an answer. */
  @Get('messages')
  @Render('desk/messages.njk')
  async unread(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang) {
    const waiting = await this.conversation.waiting(account);
    return {
      waiting: waiting.map((one) => ({
        ...one,
        procedure: this.procedures.named(one.procedureKey)?.title(lang) ?? one.procedureKey,
      })),
    };
  }

  /** To the applicant. */
  @Post('dossiers/:reference/messages')
  @Redirect()
  async answer(
    @Param('reference') reference: string,
    @Body() { texte, retour }: Written,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
  ) {
    const dossier = await this.open(reference, visitor);
    const text = trimmed(texte);
    if (text) {
      await this.conversation.answer(dossier, text, account);
      await this.conversation.seen(dossier.id, 'town');
    }
    return back(dossier, retour);
  }

  /** There is nothing to answer. */
  @Post('dossiers/:reference/messages/lus')
  @Redirect()
  async seen(@Param('reference') reference: string, @Body() { retour }: Written, @CurrentVisitor() visitor: Visitor) {
    const dossier = await this.open(reference, visitor);
    await this.conversation.seen(dossier.id, 'town');
    return back(dossier, retour);
  }

  /** To colleagues only. */
  @Post('dossiers/:reference/notes')
  @Redirect()
  async note(
    @Param('reference') reference: string,
    @Body() { texte, retour, tache }: Written,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
  ) {
    const dossier = await this.open(reference, visitor);
    const text = trimmed(texte);
    if (text) await this.conversation.note(dossier, text, account, await this.taskOf(dossier, tache));
    return back(dossier, retour);
  }

  /** A task of this very dossier, or none. */
  private async taskOf({ processInstanceKey }: Dossier, key: unknown): Promise<TaskOfNote | undefined> {
    const task = typeof key === 'string' && /^\d{1,19}$/.test(key) ? await this.tasks.get(key) : null;
    return task && task.processInstanceId === processInstanceKey ? task : undefined;
  }

  private async open(reference: string, visitor: Visitor): Promise<Dossier> {
    const dossier = await this.dossiers.treated(reference, visitor);
    if (!dossier) throw new NotFoundException();
    return dossier;
  }
}

function trimmed(text: unknown): string {
  return typeof text === 'string' ? text.trim().slice(0, MOST_CHARACTERS) : '';
}

function back({ reference }: Dossier, page: string | undefined): { url: string; statusCode: number } {
  const path = localPath(page);
  const url = path.startsWith('/bureau/') ? path : `/bureau/dossiers/${reference}`;
  return { url: `${url}#messages`, statusCode: HttpStatus.SEE_OTHER };
}

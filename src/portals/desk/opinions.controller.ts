import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
  UploadedFiles,
} from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import type { SentFile } from '../../dossiers/sent-file.js';
import { email as emailFormat } from '../../forms/formats/email.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { PageLang } from '../views/page-lang.js';
import { OpinionDesk } from '../opinions/opinion-desk.js';
import { texts } from '../texts/portal-texts.js';
import { agentOf } from './agent.js';
import { DeskOpinions, type OpenedOpinion } from './opinions.service.js';

interface Wrong {
  readonly text: string;
  readonly href: string;
}

const LONGEST_REASON = 500;

/** One request for an opinion, for agents of the dossier's department: what was sent, what came, and the links. */
@Roles('agent')
@Controller('bureau/avis/:id')
export class DeskOpinionsController {
  constructor(
    private readonly opinions: DeskOpinions,
    private readonly form: OpinionDesk,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @Query('fait') done: string | undefined,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.opinions.read(id, visitor);
    await this.render(opened, lang, response, { done: DONE.find((one) => one === done) });
  }

  /** Again, perhaps to another address; what was sent before opens nothing any more. */
  @Post('renvoyer')
  async resend(
    @Param('id') id: string,
    @Body() { courriel, motif }: { courriel?: unknown; motif?: unknown },
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.opinions.treated(id, visitor);
    const [address, reason] = [textOf(courriel), textOf(motif)];
    const email = emailFormat.normalise(address);
    const wrong = [
      ...(email ? [] : [wrongAt('email', '#courriel', lang)]),
      ...(reason ? [] : [wrongAt('reason', '#motif-renvoi', lang)]),
    ];
    if (!email || wrong.length > 0) return this.render(opened, lang, response, { wrong, written: { address, reason } });
    await this.opinions.resend(opened, { email, reason }, agentOf(account));
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/avis/${id}?fait=renvoye`);
  }

  @Post('revoquer')
  async revoke(
    @Param('id') id: string,
    @Body('motif') motif: unknown,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.opinions.treated(id, visitor);
    const reason = textOf(motif);
    if (!reason) return this.render(opened, lang, response, { wrong: [wrongAt('reason', '#motif-retrait', lang)] });
    await this.opinions.revoke(opened, reason, agentOf(account));
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/avis/${id}?fait=retire`);
  }

  /** The opinion of the agent's own service, with files; or one that came late by another way. */
  @Post()
  @Multipart()
  async note(
    @Param('id') id: string,
    @Body() { _detach, ...posted }: Posted & { _detach?: string },
    @UploadedFiles() uploads: (SentFile & { fieldname: string })[] | undefined,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.opinions.open(id, visitor);
    if (!mayGive(opened)) return response.redirect(HttpStatus.SEE_OTHER, `/bureau/avis/${id}`);
    const detach = _detach === undefined ? {} : { detach: _detach };
    const sent = { posted, uploads: uploads ?? [], ...detach, keep: false, actor: agentOf(account) };
    const outcome = await this.form.take(opened, sent);
    if ('done' in outcome) {
      // whoever was only asked has nothing more to see here
      const to = opened.treats ? `/bureau/avis/${id}?fait=note` : `/bureau?fait=${opened.opinion.task?.id ?? ''}`;
      return response.redirect(HttpStatus.SEE_OTHER, to);
    }
    const again = await this.opinions.open(id, visitor);
    await this.render(again, lang, response, { refused: { posted, errors: outcome.errors } });
  }

  @Get('fichiers/:file')
  async file(
    @Param('id') id: string,
    @Param('file') fileId: string,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.opinions.open(id, visitor);
    const file = await this.opinions.file(opened, fileId, account);
    if (!file) throw new NotFoundException();
    response.set(downloadHeaders(file, { inline: true })).end(file.content);
  }

  private async render(
    opened: OpenedOpinion,
    lang: Lang,
    response: Response,
    more: {
      readonly done?: string | undefined;
      readonly wrong?: readonly Wrong[];
      readonly written?: { readonly address: string; readonly reason: string };
      readonly refused?: Parameters<OpinionDesk['view']>[2];
    },
  ): Promise<void> {
    const { refused, wrong = [], ...others } = more;
    const view = await this.form.view(opened, lang, refused);
    const errors = [...wrong, ...view.errors];
    if (errors.length > 0) response.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const messages = await this.opinions.messages(opened);
    const { task } = opened.opinion;
    response.render('desk/opinion.njk', {
      ...{ ...view, ...others, errors, messages },
      wrong: Object.fromEntries(wrong.map(({ href, text }) => [href, text])),
      ...{ treats: opened.treats, gives: mayGive(opened) },
      revocable: messages.some(({ link }) => link === 'open'),
      task: task?.id,
    });
  }
}

/** While its task is open, whoever may do that; afterwards who treats the dossier. */
function mayGive({ opinion: { state }, treats, answers }: OpenedOpinion): boolean {
  return (state === 'late' && treats) || (state === 'open' && answers);
}

const DONE = ['renvoye', 'retire', 'note'];

function wrongAt(what: 'email' | 'reason', href: string, lang: Lang): Wrong {
  return { text: texts.text(lang, `opinion.desk.missing.${what}`), href };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, LONGEST_REASON) : '';
}

import { Body, Controller, Get, Header, HttpStatus, Ip, Param, Post, Query, Res, UploadedFiles } from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Public } from '../../access/route-rule.js';
import type { SentFile } from '../../dossiers/sent-file.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { PageLang } from '../views/page-lang.js';
import { OpinionDesk } from './opinion-desk.js';
import { OpinionVisits } from './opinion-visits.js';

type Buttons = { readonly _detach?: string; readonly _garder?: string };

/** A body outside the town reads what it is asked and answers, by a link and without an account. */
@Public()
@Controller('avis/:token')
export class OpinionLinkController {
  constructor(
    private readonly visits: OpinionVisits,
    private readonly desk: OpinionDesk,
  ) {}

  @Get()
  @Header('Referrer-Policy', 'no-referrer')
  async show(
    @Param('token') token: string,
    @Query() { garde: kept, question: asked }: { garde?: string; question?: string },
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const visit = await this.visits.open(token, address, response);
    if (!visit) return;
    await this.visits.record(visit, 'opinion');
    const view = await this.desk.view(visit, lang);
    response.render('opinions/opinion.njk', {
      ...view,
      ...more(token),
      kept: kept !== undefined,
      asked: asked !== undefined,
    });
  }

  @Post()
  @Multipart()
  @Header('Referrer-Policy', 'no-referrer')
  async answer(
    @Param('token') token: string,
    @Body() { _detach, _garder, ...posted }: Posted & Buttons,
    @UploadedFiles() uploads: (SentFile & { fieldname: string })[] | undefined,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const visit = await this.visits.open(token, address, response);
    if (!visit) return;
    const outcome = await this.desk.take(visit, {
      posted,
      uploads: uploads ?? [],
      ...(_detach !== undefined && { detach: _detach }),
      keep: _garder !== undefined,
      actor: { kind: 'system', name: visit.opinion.request.name },
    });
    if ('done' in outcome) return this.goTo(token, outcome.done, response);
    const now = await this.visits.again(visit);
    const view = await this.desk.view(now, lang, { posted, errors: outcome.errors });
    const status = outcome.errors.length > 0 ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.OK;
    response.status(status).render('opinions/opinion.njk', { ...view, ...more(token) });
  }

  /** A file of the applicant that is for this body. */
  @Get('pieces/:id')
  async piece(
    @Param('token') token: string,
    @Param('id') id: string,
    @Ip() address: string,
    @Res() response: Response,
  ) {
    const visit = await this.visits.open(token, address, response);
    if (visit) await this.visits.piece(visit, id, response);
  }

  /** A document of the town that is for this body. */
  @Get('documents/:file')
  async document(
    @Param('token') token: string,
    @Param('file') file: string,
    @Ip() address: string,
    @Res() response: Response,
  ) {
    const visit = await this.visits.open(token, address, response);
    if (visit) await this.visits.document(visit, file.replace(/\.pdf$/, ''), response);
  }

  /** A file of its own. */
  @Get('fichiers/:id')
  async own(@Param('token') token: string, @Param('id') id: string, @Ip() address: string, @Res() response: Response) {
    const visit = await this.visits.open(token, address, response);
    if (visit) await this.visits.own(visit, id, response);
  }

  private goTo(token: string, done: string, response: Response): void {
    const query = done === 'kept' ? '?garde=1' : done === 'asked-back' ? '?question=1' : '';
    response.redirect(HttpStatus.SEE_OTHER, `/avis/${token}${query}`);
  }
}

function more(token: string) {
  return { action: `/avis/${token}` };
}

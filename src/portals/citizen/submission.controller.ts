import { Controller, Get, HttpException, HttpStatus, Ip, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { answerView } from '../../forms/answer-view.js';
import type { Lang } from '../../forms/lang.js';
import { pagesFor } from '../../forms/pages-for.js';
import { validateAll } from '../../forms/validate.js';
import { procedurePage } from '../public/procedure-view.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { FillingService } from './filling.service.js';
import { Sending } from './sending.js';
import { placeToIdentify } from './sure-enough.js';

/** From a draft to a dossier. */
@Public()
@Controller('demandes/:draftId/verifier')
export class SubmissionController {
  constructor(
    private readonly fillings: FillingService,
    private readonly sending: Sending,
    private readonly limits: LimitsService,
  ) {}

  /** Every answer once more. A page that is not in order yet comes first. */
  @Get()
  async check(
    @Param('draftId') draftId: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const { draft, procedure, form, files, circumstances } = await this.fillings.open(draftId, visitor);
    if (draft.submittedAt) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/confirmation`);
    const { page } = validateAll(form, files, circumstances);
    if (page) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/${page}`);
    const translate = procedure.translator(lang, form.id);
    const sections = answerView({ form, circumstances, files, translate, text: textIn(lang) });
    response.render('citizen/check.njk', {
      sections,
      draft,
      entered: draft.enteredBy ? draft.channel : undefined,
      procedure: procedurePage(procedure, lang),
      quote: await this.fillings.quote(procedure, circumstances, lang),
      basket: !draft.enteredBy && !draft.test,
      back: `/demandes/${draftId}/${pagesFor(form, circumstances).at(-1)?.key}`,
    });
  }

  /** Submitting twice, by a double click or a reload, gives the same dossier. */
  @Post()
  async submit(
    @Param('draftId') draftId: string,
    @CurrentVisitor() visitor: Visitor,
    @Ip() address: string,
    @Res() response: Response,
  ): Promise<void> {
    const { draft, procedure } = await this.fillings.open(draftId, visitor);
    const elsewhere = placeToIdentify(procedure, visitor, `/demandes/${draftId}/verifier`);
    if (elsewhere && !draft.enteredBy) return response.redirect(HttpStatus.SEE_OTHER, elsewhere);
    if (await this.limits.spend('submit-address', address))
      throw new HttpException('Too many requests.', HttpStatus.TOO_MANY_REQUESTS);
    const submission = await this.sending.send(draftId, visitor);
    if ('refused' in submission) throw new NotFoundException();
    const next = 'errors' in submission ? (submission.page ?? 'verifier') : 'confirmation';
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/${next}`);
  }
}

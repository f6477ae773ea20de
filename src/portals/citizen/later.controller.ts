import { Body, Controller, HttpStatus, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ResumeMail } from '../../dossiers/resume-mail.js';
import { email as emailFormat } from '../../forms/formats/email.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { FillingService } from './filling.service.js';

interface CodeRequest {
  readonly code?: unknown;
  readonly email?: unknown;
  /** Page of the form to go on with. */
  readonly page?: unknown;
}

/** The code of a draft, by e-mail. The page with the code is shown by `FormPagesController` (« continuer plus tard »). */
@Public()
@Controller('demandes/:draftId/code')
export class LaterController {
  constructor(
    private readonly fillings: FillingService,
    private readonly resumeMail: ResumeMail,
  ) {}

  @Post()
  async send(
    @Param('draftId') draftId: string,
    @Body() body: CodeRequest,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const { draft, procedure, form } = await this.fillings.open(draftId, visitor);
    const code = text(body.code);
    const typed = text(body.email).trim();
    const page = form.pages.find(({ key }) => key === body.page) ?? form.pages[0]!;
    const view = { code, draft, page: page.key, email: typed };
    const to = emailFormat.normalise(typed);
    if (!to) {
      const errors = [{ text: texts.text(lang, 'later.mail.wrong'), href: '#email' }];
      return response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('citizen/later.njk', { ...view, errors });
    }
    const outcome = await this.resumeMail.send(draft, code, { to, lang, procedure: procedure.title(lang) });
    if ('refused' in outcome && outcome.refused === 'wrong-code') throw new NotFoundException();
    const sent = 'sent' in outcome;
    response.status(sent ? HttpStatus.OK : HttpStatus.TOO_MANY_REQUESTS);
    if (sent) response.render('citizen/later.njk', { ...view, sent });
    else response.render('error.njk', { status: HttpStatus.TOO_MANY_REQUESTS });
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 254) : '';
}

import { Body, Controller, Get, HttpStatus, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DocumentWriter } from '../../documents/document-writer.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { ReplacementService } from '../../signatures/replacement.service.js';
import { Clock } from '../../clock.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { ReplacementView, type ToReplace } from './replacement-view.js';

/** A document that was delivered with a mistake: a corrected one takes its place, and everybody concerned is told. */
@Roles('agent')
@Controller('bureau/dossiers/:reference/documents/:id/remplacer')
export class ReplacementController {
  constructor(
    private readonly view: ReplacementView,
    private readonly replacements: ReplacementService,
    private readonly writer: DocumentWriter,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async ask(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.view.open(reference, id, visitor, lang);
    if (opened.document.status !== 'valid') return toCase(opened, response);
    await this.reads.record([opened.dossier], account, 'document', opened.document.title);
    response.render('desk/replace.njk', await this.view.page(opened, lang));
  }

  /** The corrected document as it would be, marked as a draft: nothing is registered. */
  @Post('projet.pdf')
  async draft(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @Body() posted: Posted,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.view.open(reference, id, visitor, lang);
    const read = this.view.read(opened, posted, false);
    if ('errors' in read) return this.again(opened, lang, posted, read.errors, response);
    const { dossier, document } = opened;
    const about = { dossier, number: `${dossier.reference}/…`, verificationCode: '', issuedAt: this.clock.now() };
    const source = { template: document.template, variables: read.variables };
    const { content } = await this.writer.write({ ...source, ...about, old: document, draft: true });
    response.setHeader('Content-Disposition', 'inline; filename="projet.pdf"');
    response.type('application/pdf').send(content);
  }

  @Post()
  async replace(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @Body() posted: Posted,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const opened = await this.view.open(reference, id, visitor, lang);
    const read = this.view.read(opened, posted, true);
    if ('errors' in read) return this.again(opened, lang, posted, read.errors, response);
    const done = await this.replacements.replace(opened.document, read, agentOf(account));
    if (typeof done !== 'string' || done === 'gone') return toCase(opened, response);
    const page = await this.view.page(opened, lang, posted);
    const errors = [{ text: texts.text(lang, `desk.replace.not.${done}`), href: '#main' }];
    response.status(HttpStatus.CONFLICT).render('desk/replace.njk', { ...page, errors });
  }

  private async again(
    opened: ToReplace,
    lang: Lang,
    posted: Posted,
    errors: Parameters<ReplacementView['page']>[3],
    response: Response,
  ): Promise<void> {
    const page = await this.view.page(opened, lang, posted, errors);
    response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('desk/replace.njk', page);
  }
}

/** The list of documents says how each of them stands. */
function toCase({ dossier: { reference } }: ToReplace, response: Response): void {
  response.redirect(HttpStatus.SEE_OTHER, `/bureau/dossiers/${reference}#documents`);
}

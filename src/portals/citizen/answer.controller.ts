import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Res, UploadedFiles } from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { type Complement, ComplementsService } from '../../dossiers/complements.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { FieldError, Posted } from '../../forms/form.js';
import { pageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { onePage } from '../../forms/one-page.js';
import { validatePage } from '../../forms/validate.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { complementView } from './complement-view.js';
import { type Filling, FillingService, type Upload } from './filling.service.js';

/** The applicant's answer to a question of the town: one page, sent at once. */
@Public()
@Controller('dossiers/:reference/repondre/:element')
export class AnswerController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly complements: ComplementsService,
    private readonly drafts: DraftsService,
    private readonly fillings: FillingService,
  ) {}

  /** The question, and the button that begins the answer: opening a page changes nothing. */
  @Get()
  async show(
    @Param('reference') reference: string,
    @Param('element') element: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const asked = await this.asked(reference, element, visitor, response);
    if (!asked) return;
    const draft = visitor.sessionId ? await this.complements.begin(asked.dossier, element, visitor) : undefined;
    if (!draft) return response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}`);
    const filling = await this.fillings.of(draft, asked.complement.variables);
    response.render('citizen/answer.njk', this.view(asked, filling, lang));
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @Multipart()
  async send(
    @Param('reference') reference: string,
    @Param('element') element: string,
    @Body() posted: Posted & { _detach?: string },
    @UploadedFiles() uploads: Upload[] | undefined,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const asked = await this.asked(reference, element, visitor, response);
    const draft = asked && (await this.complements.begin(asked.dossier, element, visitor));
    if (!asked || !draft) return asked && response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}?tard=1`);
    const filling = await this.fillings.of(draft, asked.complement.variables);
    const page = onePage(filling.form);
    const refusedFiles = await this.fillings.attach(draft, page, uploads ?? []);
    if (posted._detach) await this.fillings.detach(draft, posted._detach);
    const now = { ...filling, files: await this.fillings.filesOf(draft) };
    const result = validatePage(page, posted, now.files, filling.circumstances);
    const errors = [...refusedFiles, ...('errors' in result ? result.errors : [])];
    if (posted._detach)
      return response.render('citizen/answer.njk', this.view(asked, now, lang, { posted, errors: [] }));
    if (errors.length > 0 || !('values' in result)) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return response.render('citizen/answer.njk', this.view(asked, now, lang, { posted, errors }));
    }
    await this.drafts.save(draft.id, { ...visitor, draftIds: [...visitor.draftIds, draft.id] }, page, result.values);
    const outcome = await this.complements.answer(draft.id, { ...visitor, draftIds: [...visitor.draftIds, draft.id] });
    const told = 'answered' in outcome ? 'repondu' : 'tard';
    response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}?${told}=1`);
  }

  /** What is asked there; otherwise the visitor is on the way to a page that exists. */
  private async asked(
    reference: string,
    element: string,
    visitor: Visitor,
    response: Response,
  ): Promise<{ dossier: Dossier; complement: Complement } | undefined> {
    const dossier = await this.dossiers.followed(reference, visitor);
    const complement = dossier && (await this.complements.awaited(dossier)).find((one) => one.element === element);
    if (dossier && complement) return { dossier, complement };
    const place = encodeURIComponent(reference.slice(0, 40));
    response.redirect(HttpStatus.SEE_OTHER, dossier ? `/dossiers/${place}?tard=1` : `/suivi?dossier=${place}`);
    return undefined;
  }

  private view(
    { dossier, complement }: { dossier: Dossier; complement: Complement },
    { procedure, form, files, circumstances }: Filling,
    lang: Lang,
    refused?: { posted: Posted; errors: readonly FieldError[] },
  ) {
    const translate = procedure.translator(lang, form.id);
    const view = pageView({ page: onePage(form), circumstances, files, translate, text: textIn(lang), ...refused });
    return {
      dossier,
      page: view,
      errors: view.errors,
      complement: complementView(complement, procedure, lang),
      back: `/dossiers/${dossier.reference}`,
      action: `/dossiers/${dossier.reference}/repondre/${complement.element}`,
    };
  }
}

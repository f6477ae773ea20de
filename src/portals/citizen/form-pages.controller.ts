import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Res, UploadedFiles } from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { displayTrackingCode } from '../../dossiers/tracking-code.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import { peopleIn } from '../../dossiers/roles.js';
import { ResumeService } from '../../dossiers/resume.service.js';
import type { Answers, FieldError, Page, Posted } from '../../forms/form.js';
import { pageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { pageAfter, pageBefore, pagesFor } from '../../forms/pages-for.js';
import { validateAll, validatePage } from '../../forms/validate.js';
import { optionalText } from '../public/procedure-view.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { proposals } from './proposals.js';
import { type Filling, FillingService, type Upload } from './filling.service.js';
import { type Known, KnownOfVisitor } from './known-of-visitor.js';

/** Buttons of the page besides « Continuer ». */
interface Buttons {
  /** « Retirer » beside a file: its id. */
  readonly _detach?: string;
  /** « Joindre » beside the owner's documents: the key of the question; which one is in `_vault-<key>`. */
  readonly _give?: string;
  /** « Continuer plus tard ». */
  readonly _later?: string;
}

/** For whom the page is drawn, and whether they came to change one answer. */
interface Reader {
  readonly lang: Lang;
  readonly visitor: Visitor;
  readonly changing: boolean;
  readonly known: Known;
}

type Refused = { readonly posted: Posted; readonly errors: readonly FieldError[] };

/** A request being filled, one page after the other. Answers are kept on the server from the first page on. */
@Public()
@Controller('demandes/:draftId')
export class FormPagesController {
  constructor(
    private readonly fillings: FillingService,
    private readonly drafts: DraftsService,
    private readonly resumes: ResumeService,
    private readonly known: KnownOfVisitor,
  ) {}

  @Get(':page')
  async show(
    @Param('draftId') draftId: string,
    @Param('page') pageKey: string,
    @Query('modifier') changing: string | undefined,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const filling = await this.fillings.open(draftId, visitor);
    const page = shownPage(filling, pageKey);
    if (filling.draft.submittedAt) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/confirmation`);
    if (!page) return response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/verifier`);
    const reader = { lang, visitor, changing: !!changing, known: await this.known.of(visitor, page) };
    response.render('citizen/page.njk', this.view(filling, page, reader));
  }

  @Post(':page')
  @HttpCode(HttpStatus.OK)
  @Multipart()
  async save(
    @Param('draftId') draftId: string,
    @Param('page') pageKey: string,
    @Query('modifier') changing: string | undefined,
    @Body() posted: Posted & Buttons,
    @UploadedFiles() uploads: Upload[] | undefined,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const filling = await this.fillings.open(draftId, visitor);
    const page = shownPage(filling, pageKey);
    if (!page || filling.draft.submittedAt) {
      response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draftId}/verifier`);
      return;
    }
    const refusedFiles = await this.fillings.attach(filling.draft, page, uploads ?? []);
    const { _give: asked } = posted;
    if (asked) {
      const document = posted[`_vault-${asked}`];
      refusedFiles.push(...(await this.known.give(filling.draft, page, asked, document, visitor)));
    }
    if (posted._detach) await this.fillings.detach(filling.draft, posted._detach);
    const files = await this.fillings.filesOf(filling.draft);
    const now = { ...filling, files };
    const known = await this.known.of(visitor, undefined, page);
    const reader = { lang, visitor, changing: !!changing, known };
    const result = validatePage(page, posted, files, filling.circumstances);
    const errors = merged(refusedFiles, 'errors' in result ? result.errors : []);
    if (posted._detach || posted._give) {
      const refused = { posted, errors: refusedFiles };
      response.render('citizen/page.njk', this.view(now, page, reader, refused));
    } else if (posted._later !== undefined) {
      const { draft, form } = await this.keep(now, page, visitor, 'values' in result ? result.values : result.accepted);
      const code = displayTrackingCode(await this.resumes.newCode(draft));
      const email = peopleIn(form, draft.answers).applicant.email ?? visitor.account?.email;
      response.render('citizen/later.njk', { code, draft, page: page.key, email });
    } else if (errors.length > 0 || !('values' in result)) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      response.render('citizen/page.njk', this.view(now, page, reader, { posted, errors }));
    } else {
      const draft = await this.keep(now, page, visitor, result.values);
      response.redirect(HttpStatus.SEE_OTHER, nextPlace(draft, page, !!changing));
    }
  }

  private async keep({ draft }: Filling, page: Page, visitor: Visitor, values: Answers): Promise<Filling> {
    return this.fillings.of((await this.drafts.save(draft.id, visitor, page, values)) ?? draft);
  }

  private view(filling: Filling, page: Page, { lang, visitor, changing, known }: Reader, refused?: Refused) {
    const { draft, procedure, form, files, circumstances } = filling;
    const pages = pagesFor(form, circumstances);
    const before = pageBefore(form, page.key, circumstances);
    const view = pageView({
      page,
      circumstances,
      files,
      proposals: proposals(form, lang, visitor.account, known.identity, known.register),
      translate: procedure.translator(lang, form.id),
      text: textIn(lang),
      ...refused,
    });
    const catalogue = draft.test ? undefined : `/demarches/${procedure.key}`;
    const start = before ? `/demandes/${draft.id}/${before.key}` : catalogue;
    return {
      page: view,
      vault: known.vault,
      errors: view.errors,
      entered: draft.enteredBy ? draft.channel : undefined,
      title: view.title,
      procedure: {
        key: procedure.key,
        title: procedure.title(lang),
        contact: optionalText(procedure, lang, 'contact'),
      },
      back: changing ? `/demandes/${draft.id}/verifier` : start,
      action: `/demandes/${draft.id}/${page.key}${changing ? '?modifier=1' : ''}`,
      // the check page is the last step
      progress: { at: pages.findIndex((one) => one.key === page.key) + 1, of: pages.length + 1 },
    };
  }
}

function shownPage({ form, circumstances }: Filling, key: string): Page | undefined {
  return pagesFor(form, circumstances).find((page) => page.key === key);
}

/** Where to go once a page is right: back to the check page, unless the change brought new questions. */
function nextPlace({ draft, form, files, circumstances }: Filling, page: Page, changing: boolean): string {
  const here = `/demandes/${draft.id}`;
  if (!changing) return `${here}/${pageAfter(form, page.key, circumstances)?.key ?? 'verifier'}`;
  const missing = validateAll(form, files, circumstances).page;
  return missing ? `${here}/${missing}?modifier=1` : `${here}/verifier`;
}

/** A file that was refused explains an empty field better than « missing » does. */
function merged(files: readonly FieldError[], others: readonly FieldError[]): FieldError[] {
  return [...files, ...others.filter((error) => !files.some((one) => one.field === error.field))];
}

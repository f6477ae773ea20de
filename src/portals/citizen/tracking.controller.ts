import { Body, Controller, Get, HttpStatus, Ip, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { ResumeService } from '../../dossiers/resume.service.js';
import type { SecondFactor } from '../../dossiers/second-factor.js';
import { TrackingService } from '../../dossiers/tracking.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import type { Answers, FieldError, Posted } from '../../forms/form.js';
import { pageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { validatePage } from '../../forms/validate.js';
import { texts, textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { proofForm } from './proof-form.js';

/** The two things that a code of eight letters opens; also the names of their pages and texts. */
type Place = 'suivi' | 'reprendre';
type Refusal =
  { readonly refused: 'wrong' } | { readonly refused: 'too-many'; readonly wait: { retryAfterSeconds: number } };

const [page] = proofForm.pages as [(typeof proofForm.pages)[number]];

/** Back to a dossier or a draft without an account: by its code and a second thing only the applicant knows. */
@Public()
@Controller()
export class TrackingController {
  constructor(
    private readonly clock: Clock,
    private readonly tracking: TrackingService,
    private readonly resumes: ResumeService,
    private readonly catalogue: ProcedureCatalogue,
  ) {}

  @Get('suivi')
  follow(
    @Query() query: { code?: unknown; dossier?: unknown },
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): void {
    this.show('suivi', response, lang, { code: text(query.code) }, { dossier: text(query.dossier) });
  }

  @Post('suivi')
  async open(
    @Body() posted: Posted,
    @CurrentVisitor() visitor: Visitor,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const proof = this.read('suivi', posted, response, lang);
    if (!proof) return;
    const opening = await this.tracking.open(proof.code, proof.factor, visitor, address);
    if ('refused' in opening) return this.refuse('suivi', opening, posted, response, lang);
    response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${opening.dossier.reference}`);
  }

  @Get('reprendre')
  resume(@Query('code') code: unknown, @PageLang() lang: Lang, @Res() response: Response): void {
    this.show('reprendre', response, lang, { code: text(code) });
  }

  @Post('reprendre')
  async reopen(
    @Body() posted: Posted,
    @CurrentVisitor() visitor: Visitor,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const proof = this.read('reprendre', posted, response, lang);
    if (!proof) return;
    const resumption = await this.resumes.resume(proof.code, proof.factor, visitor, address);
    if ('refused' in resumption) return this.refuse('reprendre', resumption, posted, response, lang);
    // the check page sends on to the first page that is not in order
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${resumption.draft.id}/verifier`);
  }

  private read(
    place: Place,
    posted: Posted,
    response: Response,
    lang: Lang,
  ): { code: string; factor: SecondFactor } | undefined {
    const result = validatePage(page, posted, {}, { answers: {}, now: this.clock.now().getTime() });
    if ('errors' in result) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      this.show(place, response, lang, posted, { errors: result.errors });
      return undefined;
    }
    const { code, email, birthDate } = result.values as Answers & { code: string; email?: string; birthDate?: string };
    return { code, factor: { ...(email ? { email } : {}), ...(birthDate ? { birthDate } : {}) } };
  }

  private refuse(place: Place, refusal: Refusal, posted: Posted, response: Response, lang: Lang): void {
    if (refusal.refused === 'wrong') {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      this.show(place, response, lang, posted, { errors: [{ field: 'code', message: `${place}.wrong` }] });
      return;
    }
    const { retryAfterSeconds } = refusal.wait;
    response.status(HttpStatus.TOO_MANY_REQUESTS).setHeader('Retry-After', retryAfterSeconds);
    this.show(place, response, lang, posted, { minutes: Math.ceil(retryAfterSeconds / 60) });
  }

  private show(
    place: Place,
    response: Response,
    lang: Lang,
    posted: Posted = {},
    { errors, ...more }: { errors?: readonly FieldError[]; minutes?: number; dossier?: string } = {},
  ): void {
    const view = pageView({
      page,
      circumstances: { answers: {}, now: this.clock.now().getTime() },
      posted,
      ...(errors ? { errors } : {}),
      translate: (path) =>
        [`${place}.${path}`, `proof.${path}`]
          .filter((key) => texts.has('fr', key))
          .map((key) => texts.text(lang, key))[0],
      text: textIn(lang),
    });
    const procedures = this.catalogue.all().map((procedure) => procedure.title(lang));
    response.render('citizen/proof.njk', {
      place,
      page: view,
      errors: view.errors,
      action: `/${place}`,
      procedures,
      ...more,
    });
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : '';
}

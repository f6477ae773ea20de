import { Body, Controller, Get, HttpStatus, Ip, Param, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { Lang } from '../../forms/lang.js';
import type { ProcedureVersion } from '../../procedures/life-cycle/procedure-version.entity.js';
import { isOpenToTests } from '../../procedures/life-cycle/states.js';
import { TestCommentsService } from '../../procedures/life-cycle/test-comments.service.js';
import { VersionsService } from '../../procedures/life-cycle/versions.service.js';
import { localPath } from '../public/home.controller.js';
import { procedurePage } from '../public/procedure-view.js';
import { PageLang } from '../views/page-lang.js';
import { placeToIdentify } from './sure-enough.js';

/** A version that is not offered yet, for whoever was given its address: the same pages, marked. */
@Public()
@Controller('essai/:token')
export class TrialController {
  constructor(
    private readonly versions: VersionsService,
    private readonly drafts: DraftsService,
    private readonly comments: TestCommentsService,
    private readonly limits: LimitsService,
  ) {}

  @Get()
  async show(@Param('token') token: string, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const version = await this.versions.byTestToken(token);
    response.setHeader('X-Robots-Tag', 'noindex');
    if (version?.state === 'published')
      return response.redirect(HttpStatus.SEE_OTHER, `/demarches/${version.procedureKey}`);
    if (!isOpen(version)) return over(response);
    const procedure = await this.versions.procedure(version.id);
    const startAt = `/essai/${token}/demarrer`;
    response.render('public/procedure.njk', {
      procedure: { ...procedurePage(procedure, lang), online: true },
      startAt,
    });
  }

  @Post('demarrer')
  async begin(
    @Param('token') token: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const version = await this.versions.byTestToken(token);
    if (!isOpen(version)) return over(response);
    const procedure = await this.versions.procedure(version.id);
    const elsewhere = placeToIdentify(procedure, visitor, `/essai/${token}`);
    if (elsewhere) return response.redirect(HttpStatus.SEE_OTHER, elsewhere);
    const { startForm, key: procedureKey } = procedure;
    const about = { procedureKey, procedureVersionId: version.id, formId: startForm.id, lang };
    const draft = await this.drafts.beginTest(about, visitor);
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draft.id}/${startForm.pages[0]!.key}`);
  }

  /** A comment on one page; then the page again. */
  @Post('remarques')
  @Redirect()
  async comment(
    @Param('token') token: string,
    @Body() { remarque, page }: { remarque?: unknown; page?: unknown },
    @Ip() address: string,
  ) {
    const back = localPath(typeof page === 'string' ? page.split('?')[0] : undefined);
    const version = await this.versions.byTestToken(token);
    const wait = await this.limits.spend('submit-address', address);
    const isKept =
      !wait &&
      version &&
      (await this.comments.add(version.id, withoutCase(back), typeof remarque === 'string' ? remarque : ''));
    return { url: isKept ? `${back}?remarque=merci` : back, statusCode: HttpStatus.SEE_OTHER };
  }
}

function isOpen(version: ProcedureVersion | null): version is ProcedureVersion {
  return version !== null && isOpenToTests(version.state);
}

function over(response: Response): void {
  response.status(HttpStatus.NOT_FOUND).render('citizen/trial-over.njk', { trial: undefined });
}

/** Which page, and not whose. */
function withoutCase(path: string): string {
  return path
    .replace(/\/\d+(?=\/|$)/g, '/…')
    .replace(/TEST-[\d-]+/g, '…')
    .replace(/^\/essai\/[\w-]+/, '/essai');
}

import { Controller, Get, Param, Query, Redirect, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { isLang, type Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { LANG_COOKIE } from '../views/lang-of.js';
import { PageLang } from '../views/page-lang.js';
import { procedureCard } from './procedure-view.js';

const YEAR = 365 * 24 * 3_600_000;

/** The front door, the pages about the site itself, and the choice of the language. */
@Public()
@Controller()
export class HomeController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly config: Config,
  ) {}

  @Get()
  @Render('public/home.njk')
  home(@PageLang() lang: Lang) {
    const procedures = this.catalogue.all().map((procedure) => procedureCard(procedure, lang));
    return { procedures, categories: [...new Set(procedures.map(({ category }) => category))] };
  }

  @Get('accessibilite')
  @Render('public/accessibility.njk')
  accessibility() {
    return {};
  }

  @Get('vie-privee')
  @Render('public/privacy.njk')
  privacy() {
    return {};
  }

  /** Remembers the language in a cookie and goes back to the page that was being read. */
  @Get('langue/:lang')
  @Redirect('/', 303)
  language(
    @Param('lang') lang: string,
    @Query('retour') back: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (isLang(lang)) {
      const secure = this.config.publicUrl.startsWith('https:');
      response.cookie(LANG_COOKIE, lang, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: YEAR });
    }
    return { url: localPath(back) };
  }
}

/** A path of this site; anything else is the home page. */
export function localPath(path: string | undefined): string {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/';
}

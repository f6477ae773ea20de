import { Body, Controller, Get, HttpStatus, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Role } from '../../access/account.entity.js';
import { DEMO_PASSWORD, DemoAccounts } from '../../access/demo-accounts.js';
import { Public } from '../../access/route-rule.js';
import { SignInService } from '../../access/sign-in.service.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { localPath } from '../public/home.controller.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';

/** Where somebody lands who signs in without having asked for a page. */
const HOME: Record<Role, string> = {
  citizen: '/mes-demandes',
  agent: '/bureau',
  analyst: '/bureau',
  administrator: '/bureau',
};

/** Signing in and out, and what a visitor has going on. */
@Public()
@Controller()
export class AccountController {
  constructor(
    private readonly signIns: SignInService,
    private readonly demo: DemoAccounts,
    private readonly catalogue: ProcedureCatalogue,
    private readonly dossiers: DossiersService,
    private readonly drafts: DraftsService,
  ) {}

  @Get('connexion')
  form(@Query('retour') back: string | undefined, @CurrentVisitor() visitor: Visitor, @Res() response: Response): void {
    if (visitor.account) response.redirect(HttpStatus.SEE_OTHER, HOME[visitor.account.role]);
    else response.render('citizen/sign-in.njk', this.view(back));
  }

  @Post('connexion')
  async signIn(
    @Body() body: { email?: string; password?: string; retour?: string },
    @Req() request: Request,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const email = typeof body.email === 'string' ? body.email.trim() : '';
    const password = typeof body.password === 'string' ? body.password : '';
    const again = (status: number, message: string, params = {}): void =>
      response
        .status(status)
        .render('citizen/sign-in.njk', this.view(body.retour, email, texts.text(lang, message, params)));
    if (!email || !password) return again(HttpStatus.UNPROCESSABLE_ENTITY, 'signIn.missing');
    const outcome = await this.signIns.signIn(request, response, email, password);
    if ('account' in outcome) {
      const back = localPath(body.retour);
      response.redirect(HttpStatus.SEE_OTHER, back === '/' ? HOME[outcome.account.role] : back);
    } else if (outcome.refused === 'wrong') again(HttpStatus.UNPROCESSABLE_ENTITY, 'signIn.wrong');
    else {
      const { retryAfterSeconds } = outcome.wait;
      response.setHeader('Retry-After', retryAfterSeconds);
      again(HttpStatus.TOO_MANY_REQUESTS, 'signIn.tooMany', { minutes: Math.ceil(retryAfterSeconds / 60) });
    }
  }

  @Post('deconnexion')
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.signIns.signOut(request, response);
    response.redirect(HttpStatus.SEE_OTHER, '/');
  }

  /** Also for visitors without an account: what they have begun in this browser is here, not lost. */
  @Get('mes-demandes')
  async mine(@CurrentVisitor() visitor: Visitor, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const { account, grants } = visitor;
    const title = (key: string): string => this.catalogue.get(key)?.title(lang) ?? key;
    const drafts = await this.drafts.ofVisitor(visitor);
    const followed = await Promise.all(
      [...new Set(grants.map(({ dossierId }) => dossierId))].map((id) => this.dossiers.byId(id)),
    );
    const own = account?.role === 'citizen' ? await this.dossiers.ofAccount(account.id) : [];
    const dossiers = [...own, ...followed.filter((one) => one !== null && !own.some(({ id }) => id === one.id))];
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/my-requests.njk', {
      drafts: drafts.map((draft) => ({ ...draft, title: title(draft.procedureKey) })),
      dossiers: dossiers.map((dossier) => ({ ...dossier, title: title(dossier!.procedureKey) })),
    });
  }

  private view(back: string | undefined, email?: string, error?: string) {
    const signIns = this.demo.signIns();
    return {
      retour: localPath(back),
      email,
      errors: error ? [{ text: error, href: '#email' }] : [],
      signIns: signIns.length > 0 ? { people: signIns, password: DEMO_PASSWORD } : undefined,
    };
  }
}

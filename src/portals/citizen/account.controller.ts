import { Body, Controller, Get, HttpStatus, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DEMO_PASSWORD, DemoAccounts } from '../../access/demo-accounts.js';
import { Public } from '../../access/route-rule.js';
import { SignInService } from '../../access/sign-in.service.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { IdentityProvider } from '../../identity/identity-provider.js';
import { localPath } from '../public/home.controller.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { homeOf } from './home-of.js';

/** Signing in and out. */
@Public()
@Controller()
export class AccountController {
  constructor(
    private readonly signIns: SignInService,
    private readonly demo: DemoAccounts,
    private readonly provider: IdentityProvider,
  ) {}

  @Get('connexion')
  form(@Query('retour') back: string | undefined, @CurrentVisitor() visitor: Visitor, @Res() response: Response): void {
    if (visitor.account) response.redirect(HttpStatus.SEE_OTHER, homeOf(visitor.account.role));
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
      response.redirect(HttpStatus.SEE_OTHER, back === '/' ? homeOf(outcome.account.role) : back);
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

  private view(back: string | undefined, email?: string, error?: string) {
    const signIns = this.demo.signIns();
    return {
      retour: localPath(back),
      identity: this.provider.isThere,
      email,
      errors: error ? [{ text: error, href: '#email' }] : [],
      signIns: signIns.length > 0 ? { people: signIns, password: DEMO_PASSWORD } : undefined,
    };
  }
}

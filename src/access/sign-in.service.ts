import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../config.js';
import { AccountsService } from './accounts.service.js';
import type { Assurance } from './assurance.js';
import { LimitsService, type TooMany } from './limits.service.js';
import { setSessionCookie } from './session.middleware.js';
import { SessionsService } from './sessions.service.js';
import { type CurrentAccount, visitorOf } from './visitor.js';

export type SignInOutcome = { account: CurrentAccount } | { refused: 'wrong' } | { refused: 'too-many'; wait: TooMany };

/** Signing in and out of a browser. */
@Injectable()
export class SignInService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly limits: LimitsService,
    private readonly config: Config,
  ) {}

  /** Limited per address and per account, so neither many accounts from one place nor one from many can be tried out. */
  async signIn(request: Request, response: Response, email: string, password: string): Promise<SignInOutcome> {
    const wait =
      (await this.limits.spend('sign-in-address', request.ip ?? '')) ??
      (await this.limits.spend('sign-in-account', email));
    if (wait) return { refused: 'too-many', wait };
    const account = await this.accounts.authenticate(email, password);
    if (!account) return { refused: 'wrong' };
    await this.limits.forget('sign-in-account', email);
    await this.enter(request, response, account.id);
    return { account };
  }

  /** This browser is that account's from now on: who it is was shown in another way. */
  async enter(request: Request, response: Response, accountId: string, assurance?: Assurance): Promise<void> {
    const sessionId = await this.sessions.remember(request.sessionToken!);
    setSessionCookie(response, await this.sessions.signIn(sessionId, accountId, assurance), this.config);
  }

  async signOut(request: Request, response: Response): Promise<void> {
    const { sessionId } = visitorOf(request);
    if (sessionId) await this.sessions.signOut(sessionId);
    setSessionCookie(response, this.sessions.newToken(), this.config);
  }
}

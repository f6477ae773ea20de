import { Body, Controller, Get, HttpStatus, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SHORTEST_PASSWORD } from '../../access/password-rule.js';
import { PasswordsService } from '../../access/passwords.service.js';
import { SignedIn } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';

type Typed = Partial<Record<'current' | 'next' | 'again', unknown>>;

/** The field that a refusal is about. */
const FIELD = {
  wrong: 'current',
  short: 'next',
  guessable: 'next',
  same: 'next',
  different: 'again',
  tooMany: 'current',
} as const;

/** Everybody changes their own password; whoever was given one comes here first. */
@SignedIn()
@Controller('mot-de-passe')
export class PasswordController {
  constructor(private readonly passwords: PasswordsService) {}

  @Get()
  form(@Query('fait') done: unknown, @Res() response: Response): void {
    response.render('citizen/password.njk', { done: done !== undefined, shortest: SHORTEST_PASSWORD });
  }

  @Post()
  async change(
    @Body() typed: Typed,
    @CurrentUser() account: CurrentAccount,
    @CurrentVisitor() { sessionId }: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const again = (status: HttpStatus, refusal: keyof typeof FIELD, params = {}): void => {
      const error = {
        text: texts.text(lang, `password.refused.${refusal}`, { shortest: SHORTEST_PASSWORD, ...params }),
        href: `#${FIELD[refusal]}`,
      };
      response.status(status).render('citizen/password.njk', { errors: [error], shortest: SHORTEST_PASSWORD });
    };
    const [current, next] = [text(typed.current), text(typed.next)];
    if (next !== text(typed.again)) return again(HttpStatus.UNPROCESSABLE_ENTITY, 'different');
    const outcome = await this.passwords.change(account, sessionId!, { current, next });
    if ('changed' in outcome) return response.redirect(HttpStatus.SEE_OTHER, '/mot-de-passe?fait=1');
    if (outcome.refused !== 'too-many') return again(HttpStatus.UNPROCESSABLE_ENTITY, outcome.refused);
    const { retryAfterSeconds } = outcome.wait;
    response.setHeader('Retry-After', retryAfterSeconds);
    again(HttpStatus.TOO_MANY_REQUESTS, 'tooMany', { minutes: Math.ceil(retryAfterSeconds / 60) });
  }
}

/** No password is that long: hashing is work. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : '';
}

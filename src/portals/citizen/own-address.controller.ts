import { Body, Controller, Get, HttpStatus, Ip, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { SHORTEST_PASSWORD } from '../../access/password-rule.js';
import { Public } from '../../access/route-rule.js';
import { SignInService } from '../../access/sign-in.service.js';
import type { Purpose } from '../../accounts/address-proof.entity.js';
import { AddressProofsService } from '../../accounts/address-proofs.service.js';
import { ProofMail } from '../../accounts/proof-mail.js';
import { email as emailFormat } from '../../forms/formats/email.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { homeOf } from './home-of.js';

type Typed = Partial<Record<'name' | 'email' | 'next' | 'again', unknown>>;

/** What is wrong with what was typed, and with which field. */
const FIELD = {
  nameMissing: 'name',
  emailWrong: 'email',
  short: 'next',
  guessable: 'next',
  different: 'again',
  tooMany: 'email',
} as const;

/** What is done by a link that is sent to an address: first it is asked for, then opened. */
abstract class OwnAddressController {
  protected abstract readonly purpose: Purpose;

  constructor(
    private readonly mail: ProofMail,
    private readonly proofs: AddressProofsService,
    private readonly limits: LimitsService,
    private readonly signIns: SignInService,
  ) {}

  @Get()
  form(@Res() response: Response): void {
    response.render('citizen/address-ask.njk', { purpose: this.purpose });
  }

  @Post()
  async ask(
    @Body() typed: Typed,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const { purpose } = this;
    const name = text(typed.name).trim().replace(/\s+/g, ' ');
    const email = emailFormat.normalise(text(typed.email).trim());
    const view = { purpose, name, email: text(typed.email) };
    const faults: Fault[] = [];
    if (purpose === 'registration' && name.length < 2) faults.push('nameMissing');
    if (!email) faults.push('emailWrong');
    if (!email || faults.length > 0) return refuse(response, 'citizen/address-ask.njk', view, lang, faults);
    const wait = (await this.limits.spend('proof-address', address)) ?? (await this.limits.spend('proof-mail', email));
    if (wait) {
      response.setHeader('Retry-After', wait.retryAfterSeconds);
      return refuse(response, 'citizen/address-ask.njk', view, lang, ['tooMany'], HttpStatus.TOO_MANY_REQUESTS);
    }
    await this.mail.send({ purpose, email, name, lang });
    response.render('citizen/address-sent.njk', { purpose, email });
  }

  @Get(':token')
  async choose(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const { purpose } = this;
    const proof = await this.proofs.find(purpose, token);
    if (!proof) return expired(response, purpose);
    response.render('citizen/address-password.njk', {
      purpose,
      token,
      email: proof.email,
      shortest: SHORTEST_PASSWORD,
    });
  }

  @Post(':token')
  async redeem(
    @Param('token') token: string,
    @Body() typed: Typed,
    @PageLang() lang: Lang,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { purpose } = this;
    const proof = await this.proofs.find(purpose, token);
    if (!proof) return expired(response, purpose);
    const view = { purpose, token, email: proof.email, shortest: SHORTEST_PASSWORD };
    const next = text(typed.next);
    if (next !== text(typed.again)) return refuse(response, 'citizen/address-password.njk', view, lang, ['different']);
    const outcome = await this.proofs.redeem(purpose, token, next);
    if ('account' in outcome) {
      await this.signIns.enter(request, response, outcome.account.id);
      return response.redirect(HttpStatus.SEE_OTHER, homeOf(outcome.account.role));
    }
    if (outcome.refused === 'expired') return expired(response, purpose);
    refuse(response, 'citizen/address-password.njk', view, lang, [outcome.refused]);
  }
}

/** An account of one's own. */
@Public()
@Controller('inscription')
export class RegistrationController extends OwnAddressController {
  protected readonly purpose = 'registration';

  constructor(mail: ProofMail, proofs: AddressProofsService, limits: LimitsService, signIns: SignInService) {
    super(mail, proofs, limits, signIns);
  }
}

/** A new password for an account whose old one is forgotten. */
@Public()
@Controller('mot-de-passe-oublie')
export class ForgottenPasswordController extends OwnAddressController {
  protected readonly purpose = 'new-password';

  constructor(mail: ProofMail, proofs: AddressProofsService, limits: LimitsService, signIns: SignInService) {
    super(mail, proofs, limits, signIns);
  }
}

type Fault = keyof typeof FIELD;

function refuse(
  response: Response,
  page: string,
  view: object,
  lang: Lang,
  faults: readonly Fault[],
  status = HttpStatus.UNPROCESSABLE_ENTITY,
): void {
  const errors = faults.map((fault) => ({
    text: texts.text(lang, `ownAddress.refused.${fault}`, { shortest: SHORTEST_PASSWORD }),
    href: `#${FIELD[fault]}`,
  }));
  response.status(status).render(page, { ...view, errors });
}

function expired(response: Response, purpose: Purpose): void {
  response.status(HttpStatus.NOT_FOUND).render('citizen/address-expired.njk', { purpose });
}

/** Nothing that is asked here is that long. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 254) : '';
}

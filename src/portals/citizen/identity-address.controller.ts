import { Body, Controller, Get, HttpStatus, Ip, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LimitsService } from '../../access/limits.service.js';
import { Public } from '../../access/route-rule.js';
import { SignInService } from '../../access/sign-in.service.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { AddressProofsService } from '../../accounts/address-proofs.service.js';
import { ProofMail } from '../../accounts/proof-mail.js';
import { email as emailFormat } from '../../forms/formats/email.js';
import type { Lang } from '../../forms/lang.js';
import { IdentificationService } from '../../identity/identification.service.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';

/** Somebody is known by name and has no account yet: an account needs an address to write to, and the link shows that it is theirs. */
@Public()
@Controller('identite/adresse')
export class IdentityAddressController {
  constructor(
    private readonly identification: IdentificationService,
    private readonly mail: ProofMail,
    private readonly proofs: AddressProofsService,
    private readonly limits: LimitsService,
    private readonly signIns: SignInService,
  ) {}

  @Get()
  async form(@CurrentVisitor() { sessionId }: Visitor, @Res() response: Response): Promise<void> {
    const person = await this.identification.kept(sessionId);
    if (!person) return response.redirect(HttpStatus.SEE_OTHER, '/connexion');
    response.render('citizen/identity-address.njk', { person });
  }

  @Post()
  async ask(
    @Body('email') typed: unknown,
    @CurrentVisitor() { sessionId }: Visitor,
    @Ip() address: string,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const person = await this.identification.kept(sessionId);
    if (!person) return response.redirect(HttpStatus.SEE_OTHER, '/connexion');
    const shown = typeof typed === 'string' ? typed.slice(0, 254) : '';
    const email = emailFormat.normalise(shown.trim());
    const again = (status: HttpStatus, fault: 'emailWrong' | 'tooMany'): void => {
      const errors = [{ text: texts.text(lang, `ownAddress.refused.${fault}`), href: '#email' }];
      response.status(status).render('citizen/identity-address.njk', { person, email: shown, errors });
    };
    if (!email) return again(HttpStatus.UNPROCESSABLE_ENTITY, 'emailWrong');
    const wait = (await this.limits.spend('proof-address', address)) ?? (await this.limits.spend('proof-mail', email));
    if (wait) return again(HttpStatus.TOO_MANY_REQUESTS, 'tooMany');
    await this.mail.send({ purpose: 'identity', email, person, lang });
    response.render('citizen/address-sent.njk', { purpose: 'identity', email });
  }

  /** To look at the link does nothing: mail programs do that, too. */
  @Get(':token')
  async confirm(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const proof = await this.proofs.find('identity', token);
    if (!proof?.person) return expired(response);
    response.render('citizen/identity-confirm.njk', { token, person: proof.person, email: proof.email });
  }

  @Post(':token')
  async create(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const owner = await this.proofs.redeemIdentity(token);
    if (!owner) return expired(response);
    await this.signIns.enter(request, response, owner.accountId, owner.assurance);
    response.redirect(HttpStatus.SEE_OTHER, '/mon-compte');
  }
}

function expired(response: Response): void {
  response.status(HttpStatus.NOT_FOUND).render('citizen/address-expired.njk', { purpose: 'identity' });
}

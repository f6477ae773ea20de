import { Body, Controller, Get, HttpStatus, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { SignInService } from '../../access/sign-in.service.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { IdentitiesService } from '../../accounts/identities.service.js';
import type { Person } from '../../accounts/person.js';
import type { Lang } from '../../forms/lang.js';
import { IdentificationService } from '../../identity/identification.service.js';
import { IdentityProvider } from '../../identity/identity-provider.js';
import { localPath } from '../public/home.controller.js';
import { PageLang } from '../views/page-lang.js';

/** Shown to people, each with its own sentence. */
type Refusal = 'cancelled' | 'too-low' | 'failed' | 'unknown' | 'other-account' | 'other-person' | 'not-citizen';

/** Saying who one is, by an identity provider: to sign in, to make an account one's own, or because a procedure asks for it. */
@Public()
@Controller('identite')
export class IdentityController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly identification: IdentificationService,
    private readonly identities: IdentitiesService,
    private readonly signIns: SignInService,
  ) {}

  /** Why, and by which means. */
  @Get()
  ask(@Query('niveau') level: unknown, @Query('retour') back: string | undefined, @Res() response: Response): void {
    if (!this.provider.isThere) throw new NotFoundException();
    response.render('citizen/identity.njk', { level: level === 'eid' ? 'eid' : 'verified', retour: localPath(back) });
  }

  @Post('demarrer')
  async begin(
    @Body() { niveau, retour }: { niveau?: unknown; retour?: string },
    @CurrentVisitor() { sessionId }: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    if (!this.provider.isThere || !sessionId) throw new NotFoundException();
    const wish = { assurance: niveau === 'eid' ? 'eid' : 'verified', back: localPath(retour), lang } as const;
    const address = await this.identification.begin(sessionId, wish).catch(() => undefined);
    if (address === undefined) return refuse(response, 'failed', wish.back);
    response.redirect(HttpStatus.SEE_OTHER, address);
  }

  @Get('retour')
  async come(@CurrentVisitor() visitor: Visitor, @Req() request: Request, @Res() response: Response): Promise<void> {
    const query = new URL(request.originalUrl, 'http://here').searchParams;
    const identified = await this.identification.finish(visitor.sessionId, query);
    if ('refused' in identified) return refuse(response, identified.refused);
    const { person, back } = identified;
    const owner = await this.identities.accountOf(person);
    const { account } = visitor;
    if (!owner && !account) {
      await this.identification.keep(visitor.sessionId!, query, person);
      return response.redirect(HttpStatus.SEE_OTHER, '/identite/adresse');
    }
    const refused = account && (await this.refuses(account, owner, person));
    if (refused) return refuse(response, refused, back);
    await this.signIns.enter(request, response, owner ?? account!.id, person.assurance);
    response.redirect(HttpStatus.SEE_OTHER, back === '/' ? '/mon-compte' : back);
  }

  /** Whoever is signed in already makes the account their own; nobody takes somebody else's. */
  private async refuses(
    { id, role }: NonNullable<Visitor['account']>,
    owner: string | undefined,
    person: Person,
  ): Promise<Refusal | undefined> {
    if (owner) return owner === id ? undefined : 'other-account';
    if (role !== 'citizen') return 'not-citizen';
    const link = await this.identities.link(id, person);
    return 'refused' in link ? link.refused : undefined;
  }
}

function refuse(response: Response, reason: Refusal, back = '/connexion'): void {
  const status = reason === 'failed' ? HttpStatus.BAD_GATEWAY : HttpStatus.FORBIDDEN;
  response.status(status).render('citizen/identity-refused.njk', { reason, retour: back });
}

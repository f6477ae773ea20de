import { BadRequestException, Body, Controller, Get, HttpStatus, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { DEMO_CLIENT } from '../../identity/demo-provider.js';
import { DemoCodes } from './demo-codes.js';
import { DemoOnlyGuard } from './demo-only.guard.js';
import { DEMO_PEOPLE } from './demo-people.js';

/** How it goes with a real provider, and how it goes wrong. */
const OUTCOMES = ['success', 'cancelled', 'too-low', 'wrong-answer', 'error'] as const;

const LEVELS = { eid: 'http://eidas.europa.eu/LoA/high', itsme: 'http://eidas.europa.eu/LoA/substantial' } as const;
const LOW = 'http://eidas.europa.eu/LoA/low';

type Asked = Partial<
  Record<'client_id' | 'redirect_uri' | 'state' | 'nonce' | 'code_challenge' | 'acr_values', string>
>;

interface Choice extends Asked {
  readonly person?: string;
  readonly means?: string;
  readonly outcome?: string;
}

/** The page of the pretend provider: who one is, by which means, and how it ends, is chosen by hand. */
@Public()
@UseGuards(DemoOnlyGuard)
@Controller('fournisseur-identite/autoriser')
export class DemoIdentityController {
  constructor(
    private readonly codes: DemoCodes,
    private readonly config: Config,
  ) {}

  @Get()
  choose(@Query() asked: Asked, @Res() response: Response): void {
    const { client_id, redirect_uri, state, nonce, code_challenge, acr_values } = this.checked(asked);
    response.render('citizen/demo-identity.njk', {
      hidden: { client_id, redirect_uri, state, nonce, code_challenge },
      people: DEMO_PEOPLE,
      means: acr_values?.includes(LEVELS.itsme) ? ['itsme', 'eid'] : ['eid', 'itsme'],
      outcomes: OUTCOMES,
    });
  }

  @Post()
  decide(@Body() choice: Choice, @Res() response: Response): void {
    const {
      redirect_uri: redirectUri = '',
      state = '',
      nonce = '',
      code_challenge: challenge = '',
    } = this.checked(choice);
    const person = DEMO_PEOPLE.find(({ subject }) => subject === choice.person) ?? DEMO_PEOPLE[0]!;
    const back = new URL(redirectUri);
    back.searchParams.set('state', state);
    const { outcome } = choice;
    if (outcome === 'cancelled') back.searchParams.set('error', 'access_denied');
    else if (outcome === 'error') back.searchParams.set('error', 'server_error');
    else {
      const acr = outcome === 'too-low' ? LOW : LEVELS[choice.means === 'itsme' ? 'itsme' : 'eid'];
      const answer = {
        person,
        acr,
        nonce: outcome === 'wrong-answer' ? `not ${nonce}` : nonce,
        challenge,
        redirectUri,
      };
      back.searchParams.set('code', this.codes.give(answer));
    }
    response.redirect(HttpStatus.SEE_OTHER, back.href);
  }

  /** It sends nobody anywhere but back to this portal. */
  private checked<Given extends Asked>(asked: Given): Given {
    const { client_id, redirect_uri, code_challenge } = asked;
    if (client_id === DEMO_CLIENT.id && redirect_uri === `${this.config.publicUrl}/identite/retour` && code_challenge)
      return asked;
    throw new BadRequestException('This is the pretend identity provider of a demonstration.');
  }
}

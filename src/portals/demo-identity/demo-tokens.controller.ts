import { BadRequestException, Body, Controller, Get, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Programs } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { DEMO_PROVIDER } from '../../identity/demo-provider.js';
import { DemoCodes, type Exchange } from './demo-codes.js';
import { DemoOnlyGuard } from './demo-only.guard.js';

/** What a program asks a provider: where things are, its key, and who is behind a code (OpenID Connect Core 1.0, 3.1). */
@Programs()
@UseGuards(DemoOnlyGuard)
@Controller('fournisseur-identite')
export class DemoTokensController {
  private readonly issuer: string;

  constructor(
    private readonly codes: DemoCodes,
    config: Config,
  ) {
    this.issuer = `${config.publicUrl}${DEMO_PROVIDER}`;
  }

  @Get('.well-known/openid-configuration')
  describe() {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/autoriser`,
      token_endpoint: `${issuer}/jeton`,
      jwks_uri: `${issuer}/cles`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    };
  }

  @Get('cles')
  async keys() {
    return { keys: [await this.codes.publicKey()] };
  }

  @Post('jeton')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async exchange(@Body() exchange: Exchange) {
    const tokens = await this.codes.exchange(this.issuer, exchange);
    if (!tokens) throw new BadRequestException({ error: 'invalid_grant' });
    return tokens;
  }
}

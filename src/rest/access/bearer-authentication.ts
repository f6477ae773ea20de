import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { AccountsService } from '../../access/accounts.service.js';
import { Config } from '../../config.js';
import { Problem } from '../protocol/problem.js';
import { callerOf, type Caller } from './caller.js';
import { strongestRole } from './permissions.js';

/** Only signatures by which nobody who can check a token can make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Tokens of the town's identity provider: signed by one of its published keys, made by it, meant for us, and not over.
 * The address of an account makes the caller that person; other tokens name a role in the claim `roles`.
 */
@Injectable()
export class BearerAuthentication {
  private readonly keys?: JWTVerifyGetKey;

  constructor(
    private readonly config: Config,
    private readonly accounts: AccountsService,
  ) {
    if (config.jwksUrl) this.keys = createRemoteJWKSet(new URL(config.jwksUrl));
  }

  async caller(token: string): Promise<Caller | undefined> {
    if (!this.keys) throw new Problem('UNAUTHORIZED', 'This program accepts no tokens: JWT_JWKS_URL is not set.');
    const payload = await this.check(token, this.keys);
    const { email, email_verified: verified = true } = payload;
    const account = typeof email === 'string' && verified === true ? await this.accounts.byEmail(email) : null;
    if (account) return callerOf(account);
    const role = strongestRole(texts(payload['roles']));
    if (!role) throw new Problem('FORBIDDEN', 'The token names neither an account nor, in "roles", a role of ours.');
    const username = text(payload['client_id'] ?? payload['azp'] ?? payload.sub) ?? 'unnamed';
    return { role, username, name: text(payload['name']) ?? username, departments: texts(payload['departments']) };
  }

  private async check(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
    const { jwtIssuer: issuer, jwtAudience: audience } = this.config;
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ALGORITHMS });
      return payload;
    } catch (error) {
      throw new Problem('UNAUTHORIZED', `The token is not accepted: ${(error as Error).message}.`);
    }
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { Clock } from '../../clock.js';
import { DEMO_CLIENT } from '../../identity/demo-provider.js';
import type { DemoPerson } from './demo-people.js';

/** What the browser was sent with, and who it says it is. */
export interface Grant {
  readonly person: DemoPerson;
  readonly acr: string;
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

export interface Exchange {
  readonly code?: unknown;
  readonly code_verifier?: unknown;
  readonly redirect_uri?: unknown;
}

const MINUTE = 60_000;
const ALGORITHM = 'ES256';

/** The codes and the key of the pretend provider: kept in memory, gone with the program. */
@Injectable()
export class DemoCodes {
  private readonly grants = new Map<string, Grant & { readonly until: number }>();
  private readonly keys = generateKeyPair(ALGORITHM);

  constructor(private readonly clock: Clock) {}

  give(grant: Grant): string {
    const code = randomBytes(24).toString('base64url');
    this.grants.set(code, { ...grant, until: this.clock.now().getTime() + MINUTE });
    return code;
  }

  async publicKey(): Promise<JWK> {
    const { publicKey } = await this.keys;
    return { ...(await exportJWK(publicKey)), kid: 'demo', alg: ALGORITHM, use: 'sig' };
  }

  /** The signed answer to a code: once, soon, and to whoever holds the secret of the code's request (RFC 7636). */
  async exchange(issuer: string, { code, code_verifier: verifier, redirect_uri: redirectUri }: Exchange) {
    const grant = typeof code === 'string' ? this.grants.get(code) : undefined;
    this.grants.delete(code as string);
    if (!grant || grant.until < this.clock.now().getTime() || grant.redirectUri !== redirectUri) return undefined;
    const given = typeof verifier === 'string' ? createHash('sha256').update(verifier).digest('base64url') : '';
    if (given !== grant.challenge) return undefined;
    return {
      access_token: randomBytes(24).toString('base64url'),
      token_type: 'Bearer',
      id_token: await this.sign(issuer, grant),
    };
  }

  private async sign(issuer: string, { person, acr, nonce }: Grant): Promise<string> {
    const { privateKey } = await this.keys;
    const { givenName, familyName, birthDate, nationalNumber } = person;
    // a provider is another machine: it keeps real time, as does the library that reads this, not the program's clock
    const now = Math.floor((performance.timeOrigin + performance.now()) / 1000);
    return new SignJWT({
      nonce,
      acr,
      auth_time: now,
      ...(givenName && { given_name: givenName }),
      family_name: familyName,
      birthdate: birthDate,
      egovNRN: nationalNumber,
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: 'demo' })
      .setIssuer(issuer)
      .setSubject(person.subject)
      .setAudience(DEMO_CLIENT.id)
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(privateKey);
  }
}

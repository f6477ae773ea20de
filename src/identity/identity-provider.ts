import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { reaches } from '../access/assurance.js';
import type { Person } from '../accounts/person.js';
import { Config } from '../config.js';
import type { Lang } from '../forms/lang.js';
import { DEMO_CLIENT, DEMO_PROVIDER } from './demo-provider.js';
import { nameOf, personOf } from './vouched.js';

/** What of a request must come back, or stay secret. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type Answer = { readonly person: Person } | { readonly refused: 'cancelled' | 'too-low' | 'failed' };

/** How long ago somebody may have shown their card, in seconds. */
const CARD_SHOWN_WITHIN = 15 * 60;

/** The identity provider of the town: OpenID Connect, authorisation code with PKCE (RFC 7636), as a federal one offers eID and itsme. */
@Injectable()
export class IdentityProvider {
  private readonly log = new Logger(IdentityProvider.name);
  private known?: Promise<oidc.Configuration>;

  constructor(private readonly config: Config) {}

  /** Without one nobody is asked to identify themselves. */
  get isThere(): boolean {
    return this.issuer !== undefined;
  }

  /** Where to send a browser. */
  async address(assurance: 'verified' | 'eid', { state, nonce, codeVerifier }: Secrets, lang: Lang): Promise<string> {
    const url = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.redirectUri,
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      acr_values: nameOf(assurance),
      ui_locales: lang,
      ...(assurance === 'eid' && { max_age: String(CARD_SHOWN_WITHIN) }),
    });
    return url.href;
  }

  /** Who came back with these parameters: the code is exchanged and the signed answer checked. */
  async answer(query: URLSearchParams, assurance: 'verified' | 'eid', expected: Secrets): Promise<Answer> {
    if (query.get('error') === 'access_denied') return { refused: 'cancelled' };
    try {
      const tokens = await oidc.authorizationCodeGrant(
        await this.configuration(),
        new URL(`${this.redirectUri}?${query.toString()}`),
        {
          expectedState: expected.state,
          expectedNonce: expected.nonce,
          pkceCodeVerifier: expected.codeVerifier,
          idTokenExpected: true,
          ...(assurance === 'eid' && { maxAge: CARD_SHOWN_WITHIN }),
        },
      );
      const person = personOf(tokens.claims());
      if (!person) return { refused: 'failed' };
      const isSure = person !== 'too-low' && reaches(person.assurance, assurance);
      return isSure ? { person } : { refused: 'too-low' };
    } catch (error) {
      // what the provider says may name somebody: the kind of error is enough
      const { code = 'unknown' } = error as { code?: string };
      this.log.warn(`The identity provider did not answer as it should: ${code}`);
      return { refused: 'failed' };
    }
  }

  private get issuer(): string | undefined {
    const { identityIssuer, demo, publicUrl } = this.config;
    return identityIssuer ?? (demo ? `${publicUrl}${DEMO_PROVIDER}` : undefined);
  }

  private get redirectUri(): string {
    return `${this.config.publicUrl}/identite/retour`;
  }

  /** Read once; tried again when it could not be. */
  private configuration(): Promise<oidc.Configuration> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private discover(): Promise<oidc.Configuration> {
    const { identityClientId = DEMO_CLIENT.id, identityClientSecret = DEMO_CLIENT.secret } = this.config;
    const issuer = new URL(this.issuer!);
    // the demonstration plays both sides on one machine; anybody else speaks TLS
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(issuer, identityClientId, identityClientSecret, undefined, { execute, timeout: 10 });
  }
}

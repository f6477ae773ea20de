import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/**
 * An identity provider as far as we see it: published keys, and tokens that they sign.
 *
 *     const provider = await IdentityProvider.start();
 *     const beffroi = await startWorkflow({ env: provider.env });
 *     await fetch(url, { headers: { authorization: `Bearer ${await provider.token({ roles: ['worker'] })}` } });
 */
export class IdentityProvider {
  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
    const server = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new IdentityProvider(server, privateKey);
  }

  /** What the program must be told. */
  get env() {
    return { JWT_JWKS_URL: this.jwksUrl, JWT_ISSUER: 'https://idp.example.org', JWT_AUDIENCE: 'beffroi' };
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  token(claims: JWTPayload, { issuer = 'https://idp.example.org', audience = 'beffroi', expires = '5m' } = {}) {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(this.key);
  }

  stop(): void {
    this.server.close();
  }
}

import type { Clock } from '../clock.js';
import { NoSignature } from './signature-provider.js';

const PATIENCE_MILLISECONDS = 10_000;
/** A token is asked for again so long before its end. */
const EARLY_MILLISECONDS = 30_000;

export interface CscAccess {
  /** The base of the API, up to `/csc/v2`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface CscCredential {
  readonly key: { readonly status: 'enabled' | 'disabled' };
  readonly cert: { readonly status: string; readonly certificates: readonly string[] };
  /** Level of sole control. */
  readonly SCAL?: '1' | '2';
}

interface ToAuthorize {
  readonly credentialID: string;
  readonly numSignatures: number;
  readonly hashes: readonly string[];
  readonly hashAlgorithmOID: string;
  readonly description: string;
  readonly clientData: string;
}

interface ToSign {
  readonly credentialID: string;
  readonly SAD: string;
  readonly hashes: readonly string[];
  readonly hashAlgorithmOID: string;
  readonly signAlgo: string;
  readonly clientData: string;
}

export type Authorization =
  { readonly SAD: string } | { readonly handle: string } | { readonly refused: 'declined' | 'expired' };

/** How providers say that the person did not agree, or did not answer (CSC 2, section 10: error codes). */
const REFUSALS: Readonly<Record<string, 'declined' | 'expired'>> = {
  access_denied: 'declined',
  authorization_denied: 'declined',
  expired_token: 'expired',
  authorization_expired: 'expired',
};

/** The API of the Cloud Signature Consortium, version 2, as a client: JSON by POST, with a token of OAuth 2. */
export class CscClient {
  private token?: { readonly value: string; readonly until: number };

  constructor(
    private readonly access: CscAccess,
    private readonly clock: Clock,
  ) {}

  /** What the provider can do. */
  async methods(): Promise<readonly string[]> {
    const { methods } = await this.ask<{ methods?: string[] }>('info', {});
    return methods ?? [];
  }

  async credentials(userID: string): Promise<readonly string[]> {
    const { credentialIDs } = await this.ask<{ credentialIDs?: string[] }>('credentials/list', { userID });
    return credentialIDs ?? [];
  }

  credential(credentialID: string): Promise<CscCredential> {
    return this.ask('credentials/info', { credentialID, certificates: 'chain', certInfo: true, authInfo: true });
  }

  authorize(wanted: ToAuthorize, key: string): Promise<Authorization> {
    return this.authorization('credentials/authorize', wanted, key);
  }

  authorizeCheck(handle: string): Promise<Authorization> {
    return this.authorization('credentials/authorizeCheck', { handle });
  }

  async signHash(wanted: ToSign, key: string): Promise<readonly string[]> {
    return (await this.ask<{ signatures?: string[] }>('signatures/signHash', wanted, key)).signatures ?? [];
  }

  async timeStamp(wanted: { readonly hash: string; readonly hashAlgo: string }): Promise<string> {
    return (await this.ask<{ timestamp: string }>('signatures/timestamp', wanted)).timestamp;
  }

  /** Until the person has answered there is a handle, and no SAD (signature activation data). */
  private async authorization(method: string, body: object, key?: string): Promise<Authorization> {
    try {
      const { SAD, handle } = await this.ask<{ SAD?: string; handle?: string }>(method, body, key);
      if (SAD !== undefined) return { SAD };
      const known = handle ?? ('handle' in body ? (body.handle as string) : undefined);
      if (known === undefined) throw new Error(`${method} answered with neither SAD nor handle.`);
      return { handle: known };
    } catch (error) {
      const refused = error instanceof CscError ? REFUSALS[error.code] : undefined;
      if (refused) return { refused };
      throw error;
    }
  }

  private async ask<T>(method: string, body: object, key?: string): Promise<T> {
    const response = await fetch(`${this.access.url}/${method}`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${await this.bearer()}`,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
    return answerOf<T>(method, response);
  }

  private async bearer(): Promise<string> {
    const now = this.clock.now().getTime();
    if (this.token && this.token.until > now) return this.token.value;
    const { url, clientId, clientSecret } = this.access;
    const form = {
      grant_type: 'client_credentials',
      scope: 'service',
      client_id: clientId,
      client_secret: clientSecret,
    };
    const response = await fetch(`${url}/oauth2/token`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      body: new URLSearchParams(form),
    });
    const { access_token: value, expires_in: seconds = 60 } = await answerOf<{
      access_token: string;
      expires_in?: number;
    }>('oauth2/token', response);
    this.token = { value, until: now + seconds * 1_000 - EARLY_MILLISECONDS };
    return value;
  }
}

/** The provider says no: by which code. */
class CscError extends NoSignature {
  constructor(
    readonly code: string,
    method: string,
  ) {
    super(`The signature provider refuses ${method}: ${code}.`);
  }
}

/** A refusal is final; anything else that is not a success may pass. */
async function answerOf<T>(method: string, response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : {}) as T;
  if (response.status !== 400 && response.status !== 403)
    throw new Error(`The signature provider answered ${response.status} to ${method}.`);
  throw new CscError(codeIn(text), method);
}

function codeIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error.slice(0, 60) : 'no reason';
  } catch {
    return 'no reason';
  }
}

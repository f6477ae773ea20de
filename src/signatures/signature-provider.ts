import type { SignatureLevel } from '../documents/document.entity.js';

export const LEVELS = ['seal', 'advanced', 'qualified'] as const satisfies readonly SignatureLevel[];
export type Level = SignatureLevel;

/** Who signs: the town, or an agent. */
export type Signer =
  | { readonly kind: 'town' }
  | { readonly kind: 'person'; readonly accountId: string; readonly name: string; readonly email: string };

/** A key that somebody can sign with, wherever it is. */
export interface Credential {
  /** What the provider calls it. */
  readonly id: string;
  /** Certificates, DER: the signer's first, then those that vouch for it. */
  readonly chain: readonly Buffer[];
}

export interface SignatureOrder {
  /** The same for every try of one signature: a provider that was asked already does not sign again. */
  readonly key: string;
  readonly credential: Credential;
  /** What is signed: the CMS attributes, DER. Providers elsewhere are only told their SHA-256. */
  readonly attributes: Buffer;
  /** What the person is shown by their provider. */
  readonly description: string;
}

/**
 * What an order came to. `pending`: ask again with this reference. `refused`: the person did not agree, or let the time pass.
 * A throw is a failure of the provider: the same order is tried again later.
 */
export type Answer =
  { readonly signature: Buffer } | { readonly pending: string } | { readonly refused: 'declined' | 'expired' };

/** There is no such key, or the provider says no for good: trying again changes nothing. */
export class NoSignature extends Error {}

/** Whoever holds the keys. It signs a digest; what becomes of it in the file is not its business. */
export abstract class SignatureProvider {
  /** `none`: nobody signs here. */
  abstract readonly kind: 'test' | 'simulator' | 'remote' | 'none';

  /** Throws `NoSignature` when there is none. */
  abstract credential(signer: Signer, level: Level): Promise<Credential>;

  /** Begins, or goes on when there is a reference. RSA PKCS#1 v1.5 with SHA-256. */
  abstract sign(order: SignatureOrder, reference?: string): Promise<Answer>;

  /** A time-stamp token (RFC 3161) about a digest (SHA-256); none when there is no authority for it. */
  abstract timeStamp(digest: Buffer): Promise<Buffer | undefined>;

  /** Who is asked whether certificates still hold. */
  abstract readonly status: StatusSource;
}

/** Whoever says whether a certificate still holds. A throw: they do not answer. */
export interface StatusSource {
  /** About one certificate (OCSP): request and answer in DER. */
  ask(address: string, request: Buffer): Promise<Buffer>;
  /** A list of those that were taken back (CRL, DER). */
  list(address: string): Promise<Buffer>;
}

const nobody = (): Promise<Buffer> => Promise.reject(new Error('Nobody is asked about certificates.'));

/** SIGNATURES=none. */
export class NoProvider extends SignatureProvider {
  readonly kind = 'none';

  credential(): Promise<Credential> {
    return Promise.reject(new NoSignature('Nobody signs here: SIGNATURES says none.'));
  }

  sign(): Promise<Answer> {
    return Promise.reject(new NoSignature('Nobody signs here: SIGNATURES says none.'));
  }

  timeStamp(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  readonly status: StatusSource = { ask: nobody, list: nobody };
}

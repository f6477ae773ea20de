import type { Assurance } from '../access/assurance.js';

/** Somebody for whom an identity provider vouches. */
export interface Person {
  readonly issuer: string;
  /** What the provider calls them: the same each time, and only with us. */
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Eleven digits, where the provider tells it. */
  readonly nationalNumber?: string;
  /** ISO 8601. */
  readonly birthDate?: string;
  readonly assurance: Exclude<Assurance, 'account'>;
}

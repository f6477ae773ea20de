import { sameSecret } from '../access/secrets.js';

/** What somebody who follows a dossier by its code must know besides: one of the two is enough. */
export interface SecondFactor {
  readonly email?: string;
  /** ISO date. */
  readonly birthDate?: string;
}

/** Whether one of the things given is what we know. Takes the same time whatever differs. */
export function secondFactorFits(given: SecondFactor, known: SecondFactor): boolean {
  const email = same(given.email?.trim().toLowerCase(), known.email?.trim().toLowerCase());
  const birthDate = same(given.birthDate?.trim(), known.birthDate?.trim());
  return email || birthDate;
}

function same(given: string | undefined, known: string | undefined): boolean {
  const equal = sameSecret(given ?? '', known ?? '');
  return equal && !!given && !!known;
}

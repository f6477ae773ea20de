import type { Assurance } from '../access/assurance.js';
import type { Person } from '../accounts/person.js';

/** What an identity token says, of which we need this. */
export interface Vouched {
  readonly iss: string;
  readonly sub: string;
  readonly acr?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly birthdate?: string;
  /** The national number, under the names that Belgian providers give it. */
  readonly egovNRN?: string;
  readonly nationalNumber?: string;
}

type Identified = Exclude<Assurance, 'account'>;

/** How the levels are called in `acr`: eIDAS itself, and the federal service. */
const NAMES: Readonly<Record<Identified, readonly string[]>> = {
  eid: ['http://eidas.europa.eu/LoA/high', 'urn:be:fedict:iam:fas:Level500'],
  verified: ['http://eidas.europa.eu/LoA/substantial', 'urn:be:fedict:iam:fas:Level450'],
};

/** What to ask for. */
export function nameOf(assurance: Identified): string {
  return [...(assurance === 'verified' ? NAMES.verified : []), ...NAMES.eid].join(' ');
}

/** Who it is; `too-low` when no level that we know vouches for it; nothing when the token leaves out what we need. */
export function personOf(vouched: Vouched | undefined): Person | 'too-low' | undefined {
  const { iss: issuer, sub: subject, given_name: givenName, family_name: familyName } = vouched ?? {};
  const assurance = (['eid', 'verified'] as const).find((one) => NAMES[one].includes(vouched?.acr ?? ''));
  if (!issuer || !subject || !familyName) return undefined;
  if (!assurance) return 'too-low';
  const number = (vouched?.egovNRN ?? vouched?.nationalNumber ?? '').replaceAll(/\D/g, '');
  const birthDate = /^\d{4}-\d{2}-\d{2}$/.test(vouched?.birthdate ?? '') ? vouched?.birthdate : undefined;
  return {
    issuer,
    subject,
    // some people have one name only
    givenName: givenName ?? '',
    familyName,
    assurance,
    ...(/^\d{11}$/.test(number) && { nationalNumber: number }),
    ...(birthDate !== undefined && { birthDate }),
  };
}

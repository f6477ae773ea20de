/**
 * How surely somebody is who they say: by a password of theirs; shown by an identity provider at eIDAS level substantial
 * (itsme and the like); at level high, by their identity card.
 */
export type Assurance = 'account' | 'verified' | 'eid';

const ORDER = ['none', 'account', 'verified', 'eid'] as const;

/** Is that sure enough? */
export function reaches(assurance: Assurance | undefined, wanted: 'none' | Assurance): boolean {
  return ORDER.indexOf(assurance ?? 'none') >= ORDER.indexOf(wanted);
}

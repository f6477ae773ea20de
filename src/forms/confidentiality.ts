/**
 * How confidential a case is (*confidentialité* : normale, restreinte, secrète), and up to which level somebody is cleared.
 * Each level is for fewer people than the one before.
 */
export const CONFIDENTIALITY = ['normal', 'restricted', 'secret'] as const;
export type Confidentiality = (typeof CONFIDENTIALITY)[number];

/** The levels that a clearance opens: its own, and those below. */
export function openedBy(clearance: Confidentiality = 'normal'): readonly Confidentiality[] {
  return CONFIDENTIALITY.slice(0, CONFIDENTIALITY.indexOf(clearance) + 1);
}

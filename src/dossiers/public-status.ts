/** What a citizen is told about a dossier; the element property `commune:publicStatus` says which (domain vocabulary, A1). */
export const PUBLIC_STATUSES = [
  'deposee',
  'a-completer',
  'a-payer',
  'en-traitement',
  'decision',
  'prete',
  'delivree',
  'refusee',
  'classee-sans-suite',
  'retiree',
] as const;

export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** The road a dossier takes when nothing is missing and nothing is refused: what comes next is read from it. */
const ROAD: readonly PublicStatus[] = ['deposee', 'en-traitement', 'decision', 'prete'];

/** The statuses that end a dossier. */
const ENDS: ReadonlySet<PublicStatus> = new Set(['prete', 'delivree', 'refusee', 'classee-sans-suite', 'retiree']);

export function isPublicStatus(text: string): text is PublicStatus {
  return (PUBLIC_STATUSES as readonly string[]).includes(text);
}

/** What may be expected after this status, nearest first. */
export function statusesAfter(status: PublicStatus): readonly PublicStatus[] {
  if (ENDS.has(status)) return [];
  return ROAD.slice(
    status === 'a-completer' || status === 'a-payer' ? ROAD.indexOf('en-traitement') : ROAD.indexOf(status) + 1,
  );
}

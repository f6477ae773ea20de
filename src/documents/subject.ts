import { fullName, type People } from '../dossiers/roles.js';
import { bornIn } from '../forms/formats/niss.js';

/** All that a verifier is shown of the person a document is about. */
export interface Subject {
  /** `A. E.` */
  readonly initials: string;
  readonly birthYear?: string;
}

/** The person concerned, or the applicant where the form asks about nobody else. */
export function subjectOf({ subject, applicant }: People, applicantName: string): Subject {
  const other = fullName(subject);
  const name = other || fullName(applicant) || applicantName;
  const born = subject.birthDate ?? (other ? undefined : applicant.birthDate);
  const birthYear = born?.slice(0, 4) ?? yearOf(subject.niss);
  return { initials: initialsOf(name), ...(birthYear && { birthYear }) };
}

/** `Anne-Marie de Smet` -> `A.-M. d. S.` */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .map((word) =>
      word
        .split('-')
        .map((part) => `${[...part][0] ?? ''}.`)
        .join('-'),
    )
    .join(' ');
}

/** Month and day may be unknown in a national number; the century is told by its checksum. */
function yearOf(niss: string | undefined): string | undefined {
  const century = niss && bornIn(niss);
  return century ? String(century + Number(niss.slice(0, 2))) : undefined;
}

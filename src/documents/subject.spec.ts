import { expect, it } from '@jest/globals';
import { initialsOf, subjectOf } from './subject.js';

it.each([
  ['Alice Exemple', 'A. E.'],
  ['Anne-Marie de Smet', 'A.-M. d. S.'],
  ['  Őrség  ', 'Ő.'],
])('%p shows as %p', (name, initials) => expect(initialsOf(name)).toBe(initials));

it('is the applicant where the form asks about nobody else', () => {
  const applicant = { givenName: 'Alice', familyName: 'Exemple', birthDate: '1985-07-30' };
  expect(subjectOf({ applicant, subject: { niss: '85073003328' } }, '')).toEqual({
    initials: 'A. E.',
    birthYear: '1985',
  });
});

it('is the person concerned, born in the year that the national number says, never in the applicant’s', () => {
  const applicant = { givenName: 'Alice', familyName: 'Exemple', birthDate: '1985-07-30' };
  const subject = { givenName: 'Bob', familyName: 'Exemple', niss: '04022901221' };
  expect(subjectOf({ applicant, subject }, '')).toEqual({ initials: 'B. E.', birthYear: '2004' });
  expect(subjectOf({ applicant, subject: { givenName: 'Bob', familyName: 'Exemple' } }, '')).toEqual({
    initials: 'B. E.',
  });
});

import { describe, expect, it } from '@jest/globals';
import { nameOf, personOf } from './vouched.js';

const token = { iss: 'https://identity.example.org', sub: 'x1', given_name: 'Alice', family_name: 'Exemple' };
const high = 'http://eidas.europa.eu/LoA/high';

describe('who an identity token is about', () => {
  it('is told with the number and the date of birth, when they are there', () =>
    expect(personOf({ ...token, acr: high, egovNRN: '85.07.30-902.26', birthdate: '1985-07-30' })).toEqual({
      issuer: token.iss,
      subject: 'x1',
      givenName: 'Alice',
      familyName: 'Exemple',
      assurance: 'eid',
      nationalNumber: '85073090226',
      birthDate: '1985-07-30',
    }));

  it.each([
    [high, 'eid'],
    ['urn:be:fedict:iam:fas:Level500', 'eid'],
    ['http://eidas.europa.eu/LoA/substantial', 'verified'],
    ['urn:be:fedict:iam:fas:Level450', 'verified'],
  ])('by the level %s, it is known as surely as %s', (acr, assurance) =>
    expect(personOf({ ...token, acr })).toMatchObject({ assurance }),
  );

  it.each([{ acr: 'http://eidas.europa.eu/LoA/low' }, {}])('by the level %j, it is not known', (level) =>
    expect(personOf({ ...token, ...level })).toBe('too-low'),
  );

  it('needs a family name only, and takes no odd number or date', () => {
    expect(
      personOf({ iss: token.iss, sub: 'x2', family_name: 'Exemple', acr: high, egovNRN: '1', birthdate: '1985' }),
    ).toEqual({
      issuer: token.iss,
      subject: 'x2',
      givenName: '',
      familyName: 'Exemple',
      assurance: 'eid',
    });
    expect(personOf({ iss: token.iss, sub: 'x3', acr: high })).toBeUndefined();
    expect(personOf(undefined)).toBeUndefined();
  });
});

it('asks for what is at least as sure', () => {
  expect(nameOf('verified').split(' ')).toEqual(expect.arrayContaining(nameOf('eid').split(' ')));
  expect(nameOf('eid')).not.toContain('substantial');
});

import { expect, it } from '@jest/globals';
import { secondFactorFits } from './second-factor.js';

const known = { email: 'Alice@example.org', birthDate: '1985-07-30' };

it.each([
  [{ email: ' alice@EXAMPLE.org ' }, true],
  [{ birthDate: '1985-07-30' }, true],
  [{ email: 'bob@example.org', birthDate: '1985-07-30' }, true],
  [{ email: 'bob@example.org' }, false],
  [{ birthDate: '1985-07-31' }, false],
  [{ email: '', birthDate: '' }, false],
  [{}, false],
])('%p fits: %p', (given, fits) => expect(secondFactorFits(given, known)).toBe(fits));

it('never fits what we do not know', () => {
  expect(secondFactorFits({ email: '', birthDate: '' }, {})).toBe(false);
  expect(secondFactorFits({ birthDate: '1985-07-30' }, { email: 'alice@example.org' })).toBe(false);
});

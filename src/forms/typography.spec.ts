import { expect, it } from '@jest/globals';
import { typeset, unset } from './typography.js';

it.each([
  ['Pour qui ?', 'Pour qui~?'],
  ['Complétez « Nom »', 'Complétez «~Nom~»'],
  ['Il faut : 2 € et +32 69 00', 'Il faut~: 2~€ et +32~69~00'],
  ["jusqu'au", 'jusqu’au'],
  ['{count, plural, one {# jour} other {# jours}} : oui', '{count, plural, one {# jour} other {# jours}}~: oui'],
  ['https://example.org/a?b :c', 'https://example.org/a?b :c'],
])('sets %s', (text, kept) => {
  expect(typeset(text)).toBe(kept.replaceAll('~', '\u00a0'));
});

it('keeps a national number on one line, and reads it again when it is copied', () => {
  expect(typeset('85.07.30-033.28')).not.toBe('85.07.30-033.28');
  expect(unset(typeset('85.07.30-033.28'))).toBe('85.07.30-033.28');
});

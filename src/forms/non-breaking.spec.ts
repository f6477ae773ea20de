import { expect, it } from '@jest/globals';
import { nonBreaking } from './non-breaking.js';

it.each([
  ['Pour qui ?', 'Pour qui~?'],
  ['Complétez « Nom »', 'Complétez «~Nom~»'],
  ['Il faut : 2 € et +32 69 00', 'Il faut~: 2~€ et +32~69~00'],
  ['{count, plural, one {# jour} other {# jours}} : oui', '{count, plural, one {# jour} other {# jours}}~: oui'],
  ['https://example.org/a?b :c', 'https://example.org/a?b :c'],
])('keeps %s together', (text, kept) => {
  expect(nonBreaking(text)).toBe(kept.replaceAll('~', '\u00a0'));
});

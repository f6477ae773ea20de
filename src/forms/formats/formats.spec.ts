import { describe, expect, it } from '@jest/globals';
import { formats } from './index.js';
import { bornIn } from './niss.js';

const keeps = (format: string, text: string): string | undefined => formats[format]!.normalise(text);

describe('niss', () => {
  it.each([
    ['85073003328', 'born in 1985'],
    ['93051822361', 'born in 1993'],
    ['04022901221', 'born in 2004: the rule with a 2 in front'],
    ['00010100105', 'born in 2000'],
    ['40000099935', 'day and month of birth unknown'],
    ['04022901289', 'the same nine digits, born in 1904'],
  ])('accepts %s (%s)', (digits) => expect(keeps('niss', digits)).toBe(digits));

  it.each([
    ['85073003327', 'wrong check digits'],
    ['04022901206', 'wrong check digits'],
    ['8507300332', 'too short'],
    ['850730033280', 'too long'],
    ['abc', 'no digits'],
  ])('refuses %s (%s)', (text) => expect(keeps('niss', text)).toBeUndefined());

  it('refuses a day that the month does not have, though the check digits are right', () => {
    const base = '850231901';
    expect(keeps('niss', base + String(97 - (Number(base) % 97)).padStart(2, '0'))).toBeUndefined();
  });

  it('accepts a BIS number: month + 20 or + 40', () => {
    for (const base of ['852730901', '854730901'])
      expect(keeps('niss', base + String(97 - (Number(base) % 97)).padStart(2, '0'))).toBeDefined();
  });

  it('reads it with dots, dashes and spaces, and shows it as on the card', () => {
    expect(keeps('niss', '85.07.30-033.28')).toBe('85073003328');
    expect(keeps('niss', ' 85 07 30 033 28 ')).toBe('85073003328');
    expect(formats['niss']!.show('85073003328')).toBe('85.07.30-033.28');
  });

  it('lets the checksum decide the century', () => {
    expect(bornIn('04022901221')).toBe(2000);
    expect(bornIn('04022901289')).toBe(1900);
  });
});

describe('iban', () => {
  it.each(['BE68539007547034', 'BE43000000000101', 'BE30091000444411', 'FR1420041010050500013M02606'])(
    'accepts %s',
    (iban) => expect(keeps('iban', iban)).toBe(iban),
  );

  it.each(['BE68539007547035', 'BE6853900754703', 'BE69539007547034', 'hello'])('refuses %s', (iban) =>
    expect(keeps('iban', iban)).toBeUndefined(),
  );

  it('reads small letters and blanks, shows groups of four', () => {
    expect(keeps('iban', 'be68 5390 0754 7034')).toBe('BE68539007547034');
    expect(formats['iban']!.show('BE68539007547034')).toBe('BE68 5390 0754 7034');
  });
});

describe('phone', () => {
  it.each([
    ['0470 12 34 56', '+32470123456'],
    ['069/33.22.11', '+3269332211'],
    ['+32 (0)69 33 22 11', '+3269332211'],
    ['0033 3 20 00 00 00', '+33320000000'],
  ])('keeps %s as %s', (text, kept) => expect(keeps('phone', text)).toBe(kept));

  it.each(['12345', '470123456', 'call me', '+32 1'])('refuses %s', (text) =>
    expect(keeps('phone', text)).toBeUndefined(),
  );

  it('shows it in readable groups', () => {
    expect(formats['phone']!.show('+32470123456')).toBe('+32 470 12 34 56');
    expect(formats['phone']!.show('+3269332211')).toBe('+32 69 33 22 11');
  });
});

describe('email', () => {
  it.each([
    ['Camille@Example.ORG', 'Camille@example.org'],
    ['a.b+c@sous.domaine.be', 'a.b+c@sous.domaine.be'],
  ])('keeps %s as %s', (text, kept) => expect(keeps('email', text)).toBe(kept));

  it.each([
    'camille',
    'camille@',
    '@example.org',
    'a b@example.org',
    'a..b@example.org',
    'a@b',
    'a@-b.be',
    'a@b.be,c@d.be',
  ])('refuses %s', (text) => expect(keeps('email', text)).toBeUndefined());
});

describe('postal code', () => {
  it.each([
    ['7500', '7500'],
    ['B-7500', '7500'],
  ])('keeps %s as %s', (text, kept) => expect(keeps('postal-code', text)).toBe(kept));

  it.each(['0999', '59000', 'Tournai'])('refuses %s', (text) => expect(keeps('postal-code', text)).toBeUndefined());
});

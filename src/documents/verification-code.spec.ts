import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayVerificationCode, newVerificationCode, readVerificationCode } from './verification-code.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codes = fc
  .array(fc.nat(31), { minLength: 15, maxLength: 15 })
  .map((digits) => newVerificationCode(() => digits.pop() ?? 0));

describe('a verification code', () => {
  it('has sixteen characters and is read back however it is written', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
        for (const written of [
          code,
          code.toLowerCase(),
          displayVerificationCode(code),
          ` ${code.slice(0, 8)} ${code.slice(8)}`,
        ])
          expect(readVerificationCode(written)).toBe(code);
      }),
    );
  });

  it('reads O as 0, I and L as 1', () => {
    const code = newVerificationCode(() => 1);
    expect(readVerificationCode(code.replaceAll('1', 'l'))).toBe(code);
    const zeros = newVerificationCode(() => 0);
    expect(readVerificationCode(zeros.replaceAll('0', 'o'))).toBe(zeros);
  });

  it('gives away any one wrong character', () => {
    fc.assert(
      fc.property(codes, fc.nat(15), fc.integer({ min: 1, max: 31 }), (code, at, by) => {
        const wrong = ALPHABET[(ALPHABET.indexOf(code[at]!) + by) % 32]!;
        expect(readVerificationCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeUndefined();
      }),
    );
  });

  it('gives away any two characters that changed places', () => {
    fc.assert(
      fc.property(codes, fc.nat(15), fc.nat(15), (code, one, other) => {
        fc.pre(code[one] !== code[other]);
        const letters = [...code];
        [letters[one], letters[other]] = [letters[other]!, letters[one]!];
        expect(readVerificationCode(letters.join(''))).toBeUndefined();
      }),
    );
  });

  it.each(['', 'U'.repeat(16), '0'.repeat(15), '0'.repeat(17), '<script>'])('does not take %p', (typed) => {
    expect(readVerificationCode(typed)).toBeUndefined();
  });
});

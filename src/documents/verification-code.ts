import { randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DATA = 15;

/**
 * Sixteen characters: fifteen drawn at random (75 bits) and a check character.
 * `random` gives a whole number below its argument; tests give their own.
 */
export function newVerificationCode(random: (below: number) => number = randomInt): string {
  const digits = Array.from({ length: DATA }, () => random(32));
  return [...digits, checkDigit(digits)].map((digit) => ALPHABET[digit]).join('');
}

/** What somebody typed or scanned -> the sixteen characters; undefined when one of them must be wrong. */
export function readVerificationCode(typed: string): string | undefined {
  const code = typed
    .toUpperCase()
    .replace(/[\s.\-_‐-―]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (code.length !== DATA + 1) return undefined;
  const digits = [...code].map((character) => ALPHABET.indexOf(character));
  if (digits.includes(-1)) return undefined;
  return checkDigit(digits.slice(0, DATA)) === digits[DATA] ? code : undefined;
}

/** `XXXX-XXXX-XXXX-XXXX`. */
export function displayVerificationCode(code: string): string {
  return code.match(/.{4}/g)!.join('-');
}

/**
 * Sum in GF(32) of each digit times a power of x that is its own: one wrong character is always found,
 * and so are any two that changed places.
 */
function checkDigit(digits: readonly number[]): number {
  // Horner: (...(d0 x + d1) x + ...) x, so the check digit itself has weight 1
  return digits.reduce((sum, digit) => timesX(sum ^ digit), 0);
}

/** Multiplication by x modulo x^5 + x^2 + 1, which is primitive. */
function timesX(element: number): number {
  const doubled = element << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}

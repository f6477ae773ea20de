import { randomBytes } from 'node:crypto';

/** Consonants without Y: no words come out, and nothing looks like a digit. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** Consonant skeletons that some reader would take amiss. */
const OFFENSIVE =
  /FCK|FKC|KKK|CNT|NGR|NGGR|SHT|BTCH|BCH|DCK|CCK|PRN|XXX|SSS|HTLR|NZ|FDP|NTM|PTN|MRD|CNN|SLP|KNT|HRN|WTF|BDSM|RP|VGN|PD/;

/**
 * Eight letters drawn evenly from twenty (34.6 bits). `bytes` is the source of randomness, given by tests.
 * Bytes from 240 on are thrown away, because they would make the first letters likelier.
 */
export function newTrackingCode(bytes: (size: number) => Uint8Array = randomBytes): string {
  for (;;) {
    let code = '';
    while (code.length < LENGTH) {
      for (const byte of bytes(LENGTH))
        if (byte < 240 && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
    if (!OFFENSIVE.test(code)) return code;
  }
}

/** `cnph-ntfb` or `CNPH NTFB` -> `CNPHNTFB`; undefined when it cannot be a code. */
export function readTrackingCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s.\-_‐-―]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined;
}

/** As it is shown: `CNPH-NTFB`. */
export function displayTrackingCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

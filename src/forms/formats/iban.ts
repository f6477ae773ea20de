import type { Format } from './format.js';

/** An IBAN of any country, by its ISO 7064 mod-97 check; a Belgian one also by its length and its own check digits. */
export const iban: Format = {
  normalise(text) {
    const value = text.replace(/[\s.-]/g, '').toUpperCase();
    if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(value)) return undefined;
    const rearranged = value.slice(4) + value.slice(0, 4);
    const digits = rearranged.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
    if (remainder(digits) !== 1) return undefined;
    return value.startsWith('BE') && !isBelgian(value) ? undefined : value;
  },
  show: (value) => value.replace(/(.{4})(?=.)/g, '$1 '),
  width: 30,
};

function isBelgian(value: string): boolean {
  if (!/^BE\d{14}$/.test(value)) return false;
  return (remainder(value.slice(4, 14)) || 97) === Number(value.slice(14));
}

/** A long string of digits modulo 97. */
function remainder(digits: string): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

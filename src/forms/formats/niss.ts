import type { Format } from './format.js';

/**
 * Belgian national register number (and BIS number): YYMMDD SSS CC, where CC is 97 less the first nine digits modulo 97;
 * for people born since 2000 a 2 is put before the nine digits. Kept as eleven digits.
 */
export const niss: Format = {
  normalise(text) {
    const digits = text.replace(/[\s.\-/]/g, '');
    return /^\d{11}$/.test(digits) && bornIn(digits) !== undefined && plausibleBirth(digits) ? digits : undefined;
  },
  show: (value) => value.replace(/^(\d\d)(\d\d)(\d\d)(\d{3})(\d\d)$/, '$1.$2.$3-$4.$5'),
  inputmode: 'numeric',
  width: 20,
};

/** The century the checksum speaks for; undefined when it fits neither. */
export function bornIn(digits: string): 1900 | 2000 | undefined {
  const base = digits.slice(0, 9);
  const check = Number(digits.slice(9));
  if (97 - (Number(base) % 97) === check) return 1900;
  if (97 - (Number(`2${base}`) % 97) === check) return 2000;
  return undefined;
}

/** Month and day may be unknown (00); a BIS number adds 20 or 40 to the month. */
function plausibleBirth(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  if (Number(digits.slice(2, 4)) >= 60 || month > 12 || digits.slice(6, 9) === '000') return false;
  if (month === 0) return day <= 31;
  const year = bornIn(digits)! + Number(digits.slice(0, 2));
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

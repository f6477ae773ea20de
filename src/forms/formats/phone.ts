import type { Format } from './format.js';

/** A telephone number, national or international; kept with its country code (+32 unless it says otherwise). */
export const phone: Format = {
  normalise(text) {
    const digits = text.replace(/\(0\)/g, '').replace(/[\s./()-]/g, '');
    if (!/^(0|\+|00)\d{8,}$/.test(digits) || digits.length > 17) return undefined;
    if (digits.startsWith('+')) return digits;
    return digits.startsWith('00') ? `+${digits.slice(2)}` : `+32${digits.slice(1)}`;
  },
  show: (value) =>
    value
      .replace(/^\+32(4\d\d)(\d\d)(\d\d)(\d\d)$/, '+32 $1 $2 $3 $4')
      .replace(/^\+32([2349])(\d{3})(\d\d)(\d\d)$/, '+32 $1 $2 $3 $4')
      .replace(/^\+32(\d\d)(\d\d)(\d\d)(\d\d)$/, '+32 $1 $2 $3 $4'),
  type: 'tel',
  autocomplete: 'tel',
  width: 20,
};

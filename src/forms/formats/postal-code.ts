import type { Format } from './format.js';

/** A Belgian postal code: four digits, 1000 to 9999. */
export const postalCode: Format = {
  normalise(text) {
    const digits = text.replace(/^B-?/i, '').replace(/\s/g, '');
    return /^[1-9]\d{3}$/.test(digits) ? digits : undefined;
  },
  show: (value) => value,
  inputmode: 'numeric',
  autocomplete: 'postal-code',
  width: 4,
};

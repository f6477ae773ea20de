/**
 * FEEL numbers are decimals (DMN 1.3, 10.3.2.3.1), JavaScript's are binary. A result that is within rounding of a decimal
 * of at most 14 digits is that decimal: `0.1 + 0.2` is 0.3 and 1.1 * 1.1 is 1.21, while 1/3 keeps all its digits.
 */
export function exact(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  const digits = value.toPrecision(15);
  const end = digits.indexOf('e');
  return (end < 0 ? digits : digits.slice(0, end)).endsWith('0') ? Number(digits) : value;
}

/** Moves the decimal point without a binary error: `shift(1.005, 2)` is 100.5. */
export function shift(value: number, places: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

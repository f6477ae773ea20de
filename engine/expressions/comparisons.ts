import { evaluate, type FeelFunction } from 'feelin';
import { type FeelValue } from './expression.js';

/** FEEL's `=`: null for values of different kinds (DMN 1.3, 10.3.2.13). */
export const equal = comparison('a = b');

const lessThan = comparison('a < b');

/** FEEL's `<`: null for values that do not compare. feelin compares a text with a number all the same. */
export function less(a: FeelValue, b: FeelValue): boolean | null {
  return typeof a === typeof b ? lessThan(a, b) : null;
}

function comparison(text: string): (a: FeelValue, b: FeelValue) => boolean | null {
  const { value, warnings } = evaluate(`function(a, b) ${text}`);
  return (a, b) => {
    const result = (value as FeelFunction).invoke([a, b]) as boolean | null;
    warnings.length = 0; // feelin keeps them for ever
    return result;
  };
}

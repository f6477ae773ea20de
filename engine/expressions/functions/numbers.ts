import { exact, shift } from '../exact-numbers.js';
import { type FeelValue } from '../expression.js';
import { describe } from './dates.js';
import { type LibraryFunction, type LibraryFunctions } from './library-function.js';

/** Number functions that must be exact in decimals: amounts of money pass through them (DMN 1.3, 10.3.4.5). */
export const numbers: LibraryFunctions = {
  sum: aggregate((list) => list.reduce((total, item) => exact(total + item))),
  product: aggregate((list) => list.reduce((total, item) => exact(total * item))),
  mean: aggregate((list) => exact(list.reduce((total, item) => exact(total + item)) / list.length)),
  /** Rounds half to even, as banks do. */
  decimal: rounding((n) => (Math.abs(n % 1) === 0.5 ? 2 * Math.round(n / 2) : Math.round(n))),
  floor: rounding(Math.floor),
  ceiling: rounding(Math.ceil),
  'round up': rounding((n) => Math.sign(n) * Math.ceil(Math.abs(n))),
  'round down': rounding(Math.trunc),
  'round half up': rounding((n) => Math.sign(n) * Math.round(Math.abs(n))),
  'round half down': rounding((n) => Math.sign(n) * Math.ceil(Math.abs(n) - 0.5)),
  /** Takes the sign of the divisor (DMN 1.3, table 75). */
  modulo: {
    parameters: ['dividend', 'divisor'],
    call: (moment, dividend, divisor) => {
      if (typeof dividend === 'number' && typeof divisor === 'number' && divisor !== 0)
        return exact(dividend - divisor * Math.floor(exact(dividend / divisor)));
      moment.warn(`modulo expected two numbers, the second not zero, but got ${describe(divisor)}`);
      return null;
    },
  },
};

function aggregate(of: (list: number[]) => number): LibraryFunction {
  return {
    parameters: ['...list'],
    call: (moment, ...items) => {
      const list: FeelValue[] = items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
      if (list.length === 0) return null;
      if (list.every((item) => typeof item === 'number')) return of(list);
      moment.warn(`Expected a list of numbers, but got ${describe(list)}`);
      return null;
    },
  };
}

function rounding(round: (n: number) => number): LibraryFunction {
  return {
    parameters: ['n', 'scale'],
    call: (moment, n, scale = 0) => {
      if (typeof n === 'number' && typeof scale === 'number') return shift(round(shift(n, scale)), -scale) + 0;
      moment.warn(`Expected a number to round, but got ${describe(n)}`);
      return null;
    },
  };
}

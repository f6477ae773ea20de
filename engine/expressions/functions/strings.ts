import { type FeelValue } from '../expression.js';
import { describe } from './dates.js';
import { type LibraryFunctions } from './library-function.js';

/** Camunda's string functions. */
export const strings: LibraryFunctions = {
  'is blank': { parameters: ['string'], call: (moment, text) => ofText(moment, text, (given) => given.trim() === '') },
  trim: { parameters: ['string'], call: (moment, text) => ofText(moment, text, (given) => given.trim()) },
  /** Positions count characters, from 1, or from the end when negative; there is no position 0. */
  substring: {
    parameters: ['string', 'start position', 'length'],
    call: (moment, text, start, length) => {
      if (typeof text === 'string' && typeof start === 'number' && start !== 0 && (length ?? 1) !== 0) {
        const characters = [...text];
        const from = start > 0 ? start - 1 : Math.max(0, characters.length + start);
        return characters.slice(from, typeof length === 'number' ? from + length : undefined).join('');
      }
      moment.warn(`substring expected a text and a position from 1 or -1, but got ${describe(start)}`);
      return null;
    },
  },
  'string join': {
    parameters: ['list', 'delimiter', 'prefix', 'suffix'],
    call: (moment, list, delimiter, prefix, suffix) => {
      const items = (Array.isArray(list) ? list : [list]).filter((item) => item !== null && item !== undefined);
      const [between, before, after] = [delimiter, prefix, suffix].map((part) =>
        typeof part === 'string' ? part : '',
      );
      if (items.every((item) => typeof item === 'string')) return `${before}${items.join(between)}${after}`;
      moment.warn(`string join expected a list of texts, but got ${describe(list)}`);
      return null;
    },
  },
  extract: {
    parameters: ['string', 'pattern'],
    call: (moment, text, pattern) => {
      try {
        return ofText(moment, text, (given) =>
          [...given.matchAll(new RegExp(String(pattern), 'gu'))].map(([match]) => match),
        );
      } catch {
        moment.warn(`extract expected a regular expression, but got ${describe(pattern)}`);
        return null;
      }
    },
  },
};

function ofText(
  moment: { warn(sentence: string): void },
  value: FeelValue,
  then: (text: string) => FeelValue,
): FeelValue {
  if (typeof value === 'string') return then(value);
  moment.warn(`Expected a text, but got ${describe(value)}`);
  return null;
}

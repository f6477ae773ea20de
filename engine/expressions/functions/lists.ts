import { equal, less } from '../comparisons.js';
import { type FeelValue } from '../expression.js';
import { describe } from './dates.js';
import { type LibraryFunctions } from './library-function.js';

/** List functions of Camunda, and those of FEEL that feelin has for numbers only (DMN 1.3, 10.3.4.4). */
export const lists: LibraryFunctions = {
  'is empty': {
    parameters: ['list'],
    call: (moment, list) => {
      if (Array.isArray(list)) return list.length === 0;
      moment.warn(`is empty expected a list, but got ${describe(list)}`);
      return null;
    },
  },
  'list contains': {
    parameters: ['list', 'element'],
    call: (_moment, list, element) => (Array.isArray(list) ? indexOf(list, element ?? null) >= 0 : null),
  },
  'index of': {
    parameters: ['list', 'match'],
    call: (_moment, list, match) =>
      Array.isArray(list)
        ? list.flatMap((item: FeelValue, index) => (equal(item, match ?? null) === true ? [index + 1] : []))
        : null,
  },
  'distinct values': { parameters: ['list'], call: (_moment, list) => (Array.isArray(list) ? distinct(list) : null) },
  union: {
    parameters: ['...list'],
    call: (_moment, ...parts) =>
      distinct(parts.flatMap((part) => (Array.isArray(part) ? (part as FeelValue[]) : [part]))),
  },
  'duplicate values': {
    parameters: ['list'],
    call: (_moment, list) => {
      if (!Array.isArray(list)) return null;
      const repeated: FeelValue[] = list.filter((item, index) => indexOf(list, item) < index);
      return repeated
        .filter((item, index) => indexOf(repeated, item) === index)
        .sort((a, b) => indexOf(list, a) - indexOf(list, b));
    },
  },
  partition: {
    parameters: ['list', 'size'],
    call: (moment, list, size) => {
      if (Array.isArray(list) && typeof size === 'number' && size >= 1) {
        const parts: FeelValue[][] = [];
        for (let start = 0; start < list.length; start += Math.floor(size)) {
          parts.push(list.slice(start, start + Math.floor(size)) as FeelValue[]);
        }
        return parts;
      }
      moment.warn(`partition expected a list and a size of at least 1, but got ${describe(size)}`);
      return null;
    },
  },
  'insert before': {
    parameters: ['list', 'position', 'newItem'],
    call: (moment, list, position, item) => {
      const index = indexAt(list, position);
      if (index !== undefined) return (list as FeelValue[]).toSpliced(index, 0, item ?? null);
      moment.warn(`insert before expected a position in the list, but got ${describe(position)}`);
      return null;
    },
  },
  remove: {
    parameters: ['list', 'position'],
    call: (moment, list, position) => {
      const index = indexAt(list, position);
      if (index !== undefined) return (list as FeelValue[]).toSpliced(index, 1);
      moment.warn(`remove expected a position in the list, but got ${describe(position)}`);
      return null;
    },
  },
  min: { parameters: ['...list'], call: (_moment, ...items) => extreme(items, (a, b) => less(a, b)) },
  max: { parameters: ['...list'], call: (_moment, ...items) => extreme(items, (a, b) => less(b, a)) },
};

/** The least of the items by `before`; null when there is none or two do not compare. */
function extreme(items: FeelValue[], before: (a: FeelValue, b: FeelValue) => boolean | null): FeelValue {
  const list: FeelValue[] = items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
  let found: FeelValue = list[0] ?? null;
  for (const item of list.slice(1)) {
    const isBefore = before(item, found);
    if (isBefore === null) return null;
    if (isBefore) found = item;
  }
  return found;
}

/** A position counts from 1, or from the end when negative. */
function indexAt(list: FeelValue, position: FeelValue): number | undefined {
  if (!Array.isArray(list) || typeof position !== 'number') return undefined;
  const index = position < 0 ? list.length + position : position - 1;
  return position !== 0 && index >= 0 && index < list.length ? index : undefined;
}

function distinct(list: readonly FeelValue[]): FeelValue[] {
  return list.filter((item, index) => indexOf(list, item) === index);
}

function indexOf(list: readonly FeelValue[], item: FeelValue): number {
  return list.findIndex((other) => equal(other, item) === true);
}

import { FeelRange } from 'feelin';
import { equal, less } from '../comparisons.js';
import { type FeelValue } from '../expression.js';
import { describe } from './dates.js';
import { type LibraryFunction, type LibraryFunctions } from './library-function.js';

/** The relations of points and ranges that feelin lacks (DMN 1.3, table 78). */
export const ranges: LibraryFunctions = {
  'overlaps before': ofRanges((a, b) => overlapsBefore(a, b)),
  'overlaps after': ofRanges((a, b) => overlapsBefore(b, a)),
  finishes: pointOrRange('point', finishes),
  'finished by': rangeOrPoint(finishes),
  during: pointOrRange('point', (inner, range) => range.includes(inner) === true),
  starts: pointOrRange('point', starts),
  'started by': rangeOrPoint(starts),
  coincides: {
    parameters: ['point1', 'point2'],
    call: (_moment, a, b) => (isRange(a) && isRange(b) ? sameStart(a, b) && sameEnd(a, b) : equal(a, b)),
  },
};

type Relation = (inner: FeelValue, range: FeelRange) => boolean;

function overlapsBefore(a: FeelRange, b: FeelRange): boolean {
  const [aStarts, aEnds] = [a['start included'], a['end included']];
  const [bStarts, bEnds] = [b['start included'], b['end included']];
  const begins = isLess(a.start, b.start) || (isEqual(a.start, b.start) && aStarts && !bStarts);
  const meets = isLess(b.start, a.end) || (isEqual(a.end, b.start) && aEnds && bStarts);
  const ends = isLess(a.end, b.end) || (isEqual(a.end, b.end) && (!aEnds || bEnds));
  return begins && meets && ends;
}

function finishes(inner: FeelValue, range: FeelRange): boolean {
  if (!isRange(inner)) return range['end included'] && isEqual(range.end, inner);
  return sameEnd(inner, range) && !startsBefore(inner, range);
}

function starts(inner: FeelValue, range: FeelRange): boolean {
  if (!isRange(inner)) return range['start included'] && isEqual(range.start, inner);
  const isLonger =
    isLess(range.end, inner.end) || (isEqual(inner.end, range.end) && inner['end included'] && !range['end included']);
  return sameStart(inner, range) && !isLonger;
}

function startsBefore(a: FeelRange, b: FeelRange): boolean {
  return isLess(a.start, b.start) || (isEqual(a.start, b.start) && a['start included'] && !b['start included']);
}

function sameStart(a: FeelRange, b: FeelRange): boolean {
  return isEqual(a.start, b.start) && a['start included'] === b['start included'];
}

function sameEnd(a: FeelRange, b: FeelRange): boolean {
  return isEqual(a.end, b.end) && a['end included'] === b['end included'];
}

function ofRanges(relation: (a: FeelRange, b: FeelRange) => boolean): LibraryFunction {
  return pointOrRange('range1', (a, b) => isRange(a) && relation(a, b), 'range2');
}

function pointOrRange(first: string, relation: Relation, second = 'range'): LibraryFunction {
  return {
    parameters: [first, second],
    call: (moment, inner, range) => {
      if (isRange(range)) return relation(inner, range);
      moment.warn(`Expected a range, but got ${describe(range)}`);
      return null;
    },
  };
}

function rangeOrPoint(relation: Relation): LibraryFunction {
  const reversed = pointOrRange('point', relation);
  return { parameters: ['range', 'point'], call: (moment, range, inner) => reversed.call(moment, inner, range) };
}

function isRange(value: FeelValue): value is FeelRange {
  return value instanceof FeelRange;
}

function isEqual(a: FeelValue, b: FeelValue): boolean {
  return equal(a, b) === true;
}

function isLess(a: FeelValue, b: FeelValue): boolean {
  return less(a, b) === true;
}

import { expect, it } from '@jest/globals';
import { readParameter } from './read-parameter.js';

it.each([
  ['number', ' 3 ', 3],
  ['number', '-1,5', -1.5],
  ['number', 'three', undefined],
  ['amount', '2,50', 2.5],
  ['amount', '-2', undefined],
  ['amount', '2.505', undefined],
  ['duration', 'p15d', 'P15D'],
  ['duration', 'P1M', 'P1M'],
  ['duration', 'PT', undefined],
  ['duration', '15', undefined],
  ['boolean', 'false', false],
  ['boolean', '', undefined],
  ['date', '2026-02-28', '2026-02-28'],
  ['date', '2026-13-01', undefined],
  ['text', ' rue du Parc ', 'rue du Parc'],
  ['text', ' ', undefined],
  ['dates', '2026-12-24, 2026-07-20', ['2026-07-20', '2026-12-24']],
  ['dates', '', []],
  ['dates', '2026-13-01', undefined],
] as const)('as a %s, « %s » is %j', (type, typed, value) => expect(readParameter(type, typed)).toEqual(value));

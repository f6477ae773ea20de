import { expect, it } from '@jest/globals';
import { endOfValidity } from './validity.js';

it.each([
  ['2026-01-15T10:00:00Z', 'P3M', '2026-04-15T09:00:00.000Z'],
  ['2025-11-30T10:00:00Z', 'P3M', '2026-02-28T10:00:00.000Z'],
  ['2026-03-28T10:00:00Z', 'P1D', '2026-03-29T09:00:00.000Z'],
  ['2024-02-29T10:00:00Z', 'P1Y', '2025-02-28T10:00:00.000Z'],
])('what is made at %s ends after %s at %s', (from, duration, end) => {
  expect(endOfValidity(new Date(from), duration)?.toISOString()).toBe(end);
});

it.each(['', '3M', 'three months', 'P'])('"%s" is no duration', (text) => {
  expect(endOfValidity(new Date(), text)).toBeUndefined();
});

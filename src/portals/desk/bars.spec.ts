import { expect, it } from '@jest/globals';
import { weeklyChart } from './bars.js';

const week = (received: number, closed: number) => ({ monday: '2026-03-02', received, closed });

it('draws bars as high as their part of the scale', () => {
  const { bars, lines } = weeklyChart([week(3, 4), week(0, 1)], (monday) => monday);
  expect(bars.map(({ height }) => height)).toEqual([120, 160, 0, 40]);
  expect(bars.every(({ y, height }) => y + height === 170)).toBe(true);
  expect(lines.map(({ value }) => value)).toEqual([0, 2, 4]);
});

it.each([
  [0, 2],
  [1, 2],
  [7, 8],
  [23, 40],
  [100, 200],
])('for %d the scale ends at %d', (most, top) => {
  expect(weeklyChart([week(most, 0)], (monday) => monday).lines.at(-1)!.value).toBe(top);
});

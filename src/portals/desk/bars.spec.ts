import { expect, it } from '@jest/globals';
import { columnChart } from './bars.js';

const week = (received: number, closed: number) => ({
  label: '02/03',
  bars: [
    { kind: 'received', value: received },
    { kind: 'closed', value: closed },
  ],
});

it('draws bars as high as their part of the scale, side by side over their label', () => {
  const { bars, lines, labels, width } = columnChart([week(3, 4), week(0, 1)]);
  expect(bars.map(({ height }) => height)).toEqual([120, 160, 0, 40]);
  expect(bars.every(({ y, height }) => y + height === 184)).toBe(true);
  expect(lines.map(({ value }) => value)).toEqual([0, 2, 4]);
  for (const [index, bar] of bars.entries()) {
    expect(bar.x).toBeGreaterThanOrEqual(index === 0 ? 36 : bars[index - 1]!.x + bars[index - 1]!.width);
    expect(bar.x + bar.width).toBeLessThanOrEqual(width);
  }
  // the label stands under the middle of its group
  expect(labels[1]!.x).toBe(Math.round((bars[2]!.x + bars[3]!.x + bars[3]!.width) / 2));
  expect(bars.some((bar) => 'value' in bar)).toBe(false);
});

it('writes the number above a bar that stands alone', () => {
  const { bars } = columnChart([{ label: '5', bars: [{ kind: 'score', value: 7 }] }], 80);
  expect(bars).toEqual([{ kind: 'score', x: 57, y: 44, width: 39, height: 140, value: 7 }]);
});

it.each([
  [0, 2],
  [1, 2],
  [7, 8],
  [23, 40],
  [100, 200],
])('for %d the scale ends at %d', (most, top) => {
  expect(columnChart([week(most, 0)]).lines.at(-1)!.value).toBe(top);
});
